// Command tool can't be imported.
package main

func Risk(price float64) float64 { return price }

func main() {}
