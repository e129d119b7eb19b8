package scalar

// Equal reports whether two expressions are the same but for positions and the names that columns are shown with.
func Equal(a, b Expr) bool { return a == b || Key(a) == Key(b) }

// Key returns a text that is the same for equal expressions and for no others: a map key.
func Key(e Expr) string { return printer{bare: true}.expr(e, looseOr) }
