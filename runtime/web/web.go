// Package web is SQL's functions of URLs for generated code.
package web

import (
	"net/url"
	"strings"

	rt "github.com/weirsql/weir/runtime"
)

// URLEncode is application/x-www-form-urlencoded text, as Java's URLEncoder writes it.
func URLEncode(scratch *rt.Scratch, s string) string {
	out := scratch.Reserve(3 * len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '*':
			out = append(out, c)
		case c == ' ':
			out = append(out, '+')
		default:
			const digits = "0123456789ABCDEF"
			out = append(out, '%', digits[c>>4], digits[c&15])
		}
	}
	return scratch.KeepString(out)
}

// URLDecode is the reverse of URLEncode; false for malformed text.
func URLDecode(scratch *rt.Scratch, s string) (string, bool) {
	decoded, err := url.QueryUnescape(s)
	return decoded, err == nil
}

// ParseURL is a part of a URL; false where it is missing or the URL malformed.
func ParseURL(s, part string) (string, bool) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" {
		return "", false
	}
	value := ""
	switch strings.ToUpper(part) {
	case "HOST":
		value = u.Hostname()
	case "PATH":
		return u.EscapedPath(), true
	case "QUERY":
		value = u.RawQuery
	case "REF":
		value = u.EscapedFragment()
	case "PROTOCOL":
		value = u.Scheme
	case "AUTHORITY":
		value = authority(u)
	case "FILE":
		value = u.EscapedPath()
		if u.RawQuery != "" {
			value += "?" + u.RawQuery
		}
		return value, true
	case "USERINFO":
		value = u.User.String()
	}
	return value, value != ""
}

func authority(u *url.URL) string {
	if u.User == nil {
		return u.Host
	}
	return u.User.String() + "@" + u.Host
}

// ParseURLQuery is the value of a query parameter as it stands; part must be QUERY.
func ParseURLQuery(s, part, key string) (string, bool) {
	if !strings.EqualFold(part, "QUERY") {
		return "", false
	}
	query, ok := ParseURL(s, part)
	for ok && query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if name, value, found := strings.Cut(pair, "="); found && name == key {
			return value, true
		}
	}
	return "", false
}
