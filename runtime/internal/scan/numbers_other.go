//go:build !amd64

package scan

// Numbers reads several numbers of a form at once: none on this kind of processor.
func Numbers(to []int64, text string, stops []uint32, stride int, form *Form, least, most int) int {
	return 0
}
