package functions

var collectionFunctions = []Function{}
