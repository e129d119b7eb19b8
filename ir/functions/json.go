package functions

var jsonFunctions = []Function{}
