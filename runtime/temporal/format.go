package temporal

// AppendTimestamp appends yyyy-mm-dd hh:mm:ss with as many digits of the fraction as it needs, as PostgreSQL prints it.
// Years before 1 are followed by BC.
func AppendTimestamp(dst []byte, ts, unit int64) []byte {
	days, clock := split(ts, unit)
	dst, year := appendDate(dst, days)
	dst = appendClock(append(dst, ' '), clock, unit)
	return appendEra(dst, year)
}

// AppendInstant appends the UTC wall clock of an instant like AppendTimestamp, and a Z.
func AppendInstant(dst []byte, ts, unit int64) []byte {
	days, clock := split(ts, unit)
	dst, year := appendDate(dst, days)
	dst = append(appendClock(append(dst, ' '), clock, unit), 'Z')
	return appendEra(dst, year)
}

// AppendDate appends yyyy-mm-dd.
func AppendDate(dst []byte, days int32) []byte {
	dst, year := appendDate(dst, int64(days))
	return appendEra(dst, year)
}

// AppendTime appends hh:mm:ss with as many digits of the fraction as it needs.
func AppendTime(dst []byte, t, unit int64) []byte { return appendClock(dst, t, unit) }

func appendDate(dst []byte, days int64) ([]byte, int64) {
	year, month, day := Civil(days)
	shown := year
	if year < 1 {
		shown = 1 - year
	}
	dst = appendPadded(dst, uint64(shown), 4)
	dst = appendPair(append(dst, '-'), month)
	return appendPair(append(dst, '-'), day), year
}

func appendEra(dst []byte, year int64) []byte {
	if year < 1 {
		return append(dst, " BC"...)
	}
	return dst
}

func appendClock(dst []byte, clock, unit int64) []byte {
	seconds := clock / unit
	dst = appendPair(dst, int(seconds/hourSeconds))
	dst = appendPair(append(dst, ':'), int(seconds/60%60))
	dst = appendPair(append(dst, ':'), int(seconds%60))
	return appendFraction(dst, clock%unit, unit)
}

// appendFraction appends a point and the digits of a fraction of a second, without trailing zeros.
func appendFraction(dst []byte, fraction, unit int64) []byte {
	if fraction == 0 {
		return dst
	}
	dst = append(dst, '.')
	for place := unit / 10; fraction > 0; place /= 10 {
		dst = append(dst, byte('0'+fraction/place))
		fraction %= place
	}
	return dst
}

func appendPair(dst []byte, v int) []byte {
	return append(dst, byte('0'+v/10), byte('0'+v%10))
}

// appendPadded appends a number with at least width digits.
func appendPadded(dst []byte, v uint64, width int) []byte {
	var buffer [20]byte
	i := len(buffer)
	for v > 0 || len(buffer)-i < width {
		i--
		buffer[i] = byte('0' + v%10)
		v /= 10
	}
	return append(dst, buffer[i:]...)
}
