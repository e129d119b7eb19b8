package functions

var otherFunctions = []Function{}
