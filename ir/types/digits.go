package types

import (
	"math/big"
	"strings"
)

// FormatDecimal prints an unscaled DECIMAL with all digits of its scale: 150, 2 gives "1.50".
func FormatDecimal(unscaled *big.Int, scale int) string {
	digits := new(big.Int).Abs(unscaled).String()
	if scale > 0 {
		if missing := scale + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if unscaled.Sign() < 0 {
		return "-" + digits
	}
	return digits
}

// ParseDecimal reads digits with an optional sign and fraction into an unscaled value and its scale; false for anything else.
func ParseDecimal(s string) (unscaled *big.Int, scale int, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	unscaled, ok = new(big.Int).SetString(whole+fraction, 10)
	return unscaled, len(fraction), ok && !strings.ContainsAny(fraction, "+-_")
}
