package functions

var stringFunctions = []Function{}
