package codegen

import "strings"

// latin spells the letters of Latin-1 and Latin Extended-A in ASCII: each group is the spelling, then the letters.
const latin = `A ÀÁÂÃÅĀĂĄ  Ae ÄÆ  a àáâãåāăą  ae äæ  C ÇĆĈĊČ  c çćĉċč  D ĎĐÐ  d ďđð  E ÈÉÊËĒĔĖĘĚ  e èéêëēĕėęě
G ĜĞĠĢ  g ĝğġģ  H ĤĦ  h ĥħ  I ÌÍÎÏĨĪĬĮİ  i ìíîïĩīĭįı  J Ĵ  j ĵ  K Ķ  k ķĸ  L ĹĻĽĿŁ  l ĺļľŀł
N ÑŃŅŇŊ  n ñńņňŋŉ  O ÒÓÔÕŌŎŐ  Oe ÖØŒ  o òóôõōŏő  oe öøœ  R ŔŖŘ  r ŕŗř  S ŚŜŞŠ  s śŝşšſ  ss ß
T ŢŤŦ  t ţťŧ  Th Þ  th þ  U ÙÚÛŨŪŬŮŰŲ  Ue Ü  u ùúûũūŭůűų  ue ü  W Ŵ  w ŵ  Y ÝŶŸ  y ýÿŷ  Z ŹŻŽ  z źżž`

var latinReplacer = newLatinReplacer()

func newLatinReplacer() *strings.Replacer {
	fields := strings.Fields(latin)
	var pairs []string
	for i := 0; i < len(fields); i += 2 {
		for _, letter := range fields[i+1] {
			pairs = append(pairs, string(letter), fields[i])
		}
	}
	return strings.NewReplacer(pairs...)
}

// transliterate spells accented Latin letters in ASCII and leaves the rest.
func transliterate(name string) string { return latinReplacer.Replace(name) }
