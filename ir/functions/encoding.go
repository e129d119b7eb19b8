package functions

var encodingFunctions = []Function{}
