package text

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// ToBase64 is the base64 of bytes.
func ToBase64[T string | []byte](scratch *rt.Scratch, b T) string {
	out := scratch.Reserve(base64.StdEncoding.EncodedLen(len(b)))
	return scratch.KeepString(base64.StdEncoding.AppendEncode(out, []byte(b)))
}

// FromBase64 is the string whose UTF-8 has this base64.
func FromBase64(scratch *rt.Scratch, s string) string { return OfBytes(DecodeBase64(scratch, s)) }

// EncodeBase64 is base64 in lines of 76 characters, as PostgreSQL's ENCODE writes it.
func EncodeBase64(scratch *rt.Scratch, b []byte) string {
	const line = 76
	encoded := base64.StdEncoding.EncodeToString(b)
	out := scratch.Reserve(len(encoded) + len(encoded)/line)
	for len(encoded) > line {
		out = append(append(out, encoded[:line]...), '\n')
		encoded = encoded[line:]
	}
	return scratch.KeepString(append(out, encoded...))
}

// DecodeBase64 reads base64; white space in it is passed over.
func DecodeBase64(scratch *rt.Scratch, s string) []byte {
	compact := strings.Join(strings.Fields(s), "")
	out, err := base64.StdEncoding.AppendDecode(scratch.Reserve(base64.StdEncoding.DecodedLen(len(compact))), bytesOf(compact))
	if err != nil {
		rt.FailRecordf("%s is not base64", quoted(s))
	}
	return scratch.Keep(out)
}

// EncodeHex is bytes in lower-case hexadecimal.
func EncodeHex(scratch *rt.Scratch, b []byte) string {
	return scratch.KeepString(hex.AppendEncode(scratch.Reserve(2*len(b)), b))
}

// DecodeHex reads hexadecimal; white space between bytes is passed over.
func DecodeHex(scratch *rt.Scratch, s string) []byte {
	compact := strings.Join(strings.Fields(s), "")
	out, err := hex.AppendDecode(scratch.Reserve(len(compact)/2), bytesOf(compact))
	if err != nil {
		rt.FailRecordf("%s is not hexadecimal", quoted(s))
	}
	return scratch.Keep(out)
}

// EncodeEscape is PostgreSQL's escape form: zero and bytes above 127 as \ooo, a backslash doubled.
func EncodeEscape(scratch *rt.Scratch, b []byte) string {
	out := scratch.Reserve(4 * len(b))
	for _, c := range b {
		switch {
		case c == 0 || c > 127:
			out = append(out, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		case c == '\\':
			out = append(out, '\\', '\\')
		default:
			out = append(out, c)
		}
	}
	return scratch.KeepString(out)
}

// DecodeEscape is the reverse of EncodeEscape.
func DecodeEscape(scratch *rt.Scratch, s string) []byte {
	out := scratch.Reserve(len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		rest := s[i+1:]
		switch {
		case strings.HasPrefix(rest, `\`):
			out = append(out, '\\')
			i++
		case len(rest) >= 3 && octal(rest[:3]):
			out = append(out, (rest[0]-'0')<<6|(rest[1]-'0')<<3|rest[2]-'0')
			i += 3
		default:
			rt.FailRecordf("%s is not in escape form", quoted(s))
		}
	}
	return scratch.Keep(out)
}

func octal(s string) bool {
	return s[0] >= '0' && s[0] <= '3' && s[1] >= '0' && s[1] <= '7' && s[2] >= '0' && s[2] <= '7'
}

const upperHex = "0123456789ABCDEF"

// Hex is bytes in upper-case hexadecimal.
func Hex[T string | []byte](scratch *rt.Scratch, b T) string {
	out := scratch.Reserve(2 * len(b))
	for i := range len(b) {
		out = append(out, upperHex[b[i]>>4], upperHex[b[i]&15])
	}
	return scratch.KeepString(out)
}

// Unhex reads hexadecimal; false for anything else.
func Unhex(scratch *rt.Scratch, s string) ([]byte, bool) {
	out := scratch.Reserve(len(s)/2 + 1)
	digits := []byte(s)
	if len(s)%2 == 1 {
		digits = append([]byte{'0'}, digits...)
	}
	out, err := hex.AppendDecode(out, digits)
	if err != nil {
		return nil, false
	}
	return scratch.Keep(out), true
}

// HexInt is an integer in upper-case hexadecimal, in two's complement.
func HexInt(scratch *rt.Scratch, v int64) string {
	return strings.ToUpper(strconv.FormatUint(uint64(v), 16))
}

// ToHex32 is an INT in lower-case hexadecimal, in two's complement.
func ToHex32(scratch *rt.Scratch, v int32) string { return based(scratch, uint64(uint32(v)), 16) }

// ToHex64 is a BIGINT in lower-case hexadecimal, in two's complement.
func ToHex64(scratch *rt.Scratch, v int64) string { return based(scratch, uint64(v), 16) }

// Bin is an integer in binary, in two's complement.
func Bin(scratch *rt.Scratch, v int64) string { return based(scratch, uint64(v), 2) }

func based(scratch *rt.Scratch, v uint64, base int) string {
	return scratch.KeepString(strconv.AppendUint(scratch.Reserve(64), v, base))
}

// ToCharset is a string's bytes in a character set.
func ToCharset(scratch *rt.Scratch, s, charset string) []byte {
	out := scratch.Reserve(2*len(s) + 2)
	switch charset = strings.ToUpper(charset); charset {
	case "UTF-8", "UTF8":
		return scratch.Keep(append(out, s...))
	case "UTF-16":
		out, charset = append(out, 0xfe, 0xff), "UTF-16BE"
	}
	for _, r := range s {
		out = appendInCharset(out, r, charset)
	}
	return scratch.Keep(out)
}

func appendInCharset(out []byte, r rune, charset string) []byte {
	switch {
	case charset == "US-ASCII" && r > 127, charset == "ISO-8859-1" && r > 255:
		return append(out, '?')
	case charset == "US-ASCII", charset == "ISO-8859-1":
		return append(out, byte(r))
	}
	for _, unit := range utf16.AppendRune(nil, r) {
		if charset == "UTF-16LE" {
			out = append(out, byte(unit), byte(unit>>8))
		} else {
			out = append(out, byte(unit>>8), byte(unit))
		}
	}
	return out
}

// FromCharset is the string that bytes are in a character set.
func FromCharset(scratch *rt.Scratch, b []byte, charset string) string {
	switch charset = strings.ToUpper(charset); charset {
	case "UTF-8", "UTF8":
		return OfBytes(b)
	case "US-ASCII", "ISO-8859-1":
		return fromLatin(scratch, b, charset)
	}
	little := charset == "UTF-16LE"
	if charset == "UTF-16" && len(b) >= 2 && (b[0] == 0xfe && b[1] == 0xff || b[0] == 0xff && b[1] == 0xfe) {
		little = b[0] == 0xff
		b = b[2:]
	}
	return fromUTF16(scratch, b, little)
}

func fromLatin(scratch *rt.Scratch, b []byte, charset string) string {
	out := scratch.Reserve(3 * len(b))
	for _, c := range b {
		r := rune(c)
		if charset == "US-ASCII" && c > 127 {
			r = utf8.RuneError
		}
		out = utf8.AppendRune(out, r)
	}
	return scratch.KeepString(out)
}

func fromUTF16(scratch *rt.Scratch, b []byte, little bool) string {
	if len(b)%2 == 1 {
		rt.FailRecord("the bytes are not UTF-16: their number is odd")
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		if little {
			units[i] = units[i]>>8 | units[i]<<8
		}
	}
	out := scratch.Reserve(3 * len(units))
	for _, r := range utf16.Decode(units) {
		out = utf8.AppendRune(out, r)
	}
	return scratch.KeepString(out)
}
