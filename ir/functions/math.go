package functions

var mathFunctions = []Function{}
