package functions

var patternFunctions = []Function{}
