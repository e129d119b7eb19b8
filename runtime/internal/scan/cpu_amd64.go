package scan

// What the processor has of what isn't in each of its kind, and whose registers the system keeps.
var hasAVX2, hasVBMI2 = detect()

// detect asks as the Intel 64 and IA-32 Architectures Software Developer's Manual says, volume 1, sections 14.7.1 and 15.2 to 15.4. What is called VBMI2 here
// is that, with the parts of AVX-512 that all processors with it have.
func detect() (avx2, vbmi2 bool) {
	const (
		osxsave              = 1 << 27 // of leaf 1, ECX
		ymm, zmm             = 0x6, 0xe6
		two, f, bw, vbmi2Bit = 1 << 5, 1 << 16, 1 << 30, 1 << 6 // of leaf 7, EBX and ECX
	)
	if leaves, _, _ := cpuid(0, 0); leaves < 7 {
		return false, false
	}
	if _, _, ecx := cpuid(1, 0); ecx&osxsave == 0 {
		return false, false
	}
	kept := xgetbv()
	_, ebx, ecx := cpuid(7, 0)
	avx2 = kept&ymm == ymm && ebx&two != 0
	return avx2, avx2 && kept&zmm == zmm && ebx&f != 0 && ebx&bw != 0 && ecx&vbmi2Bit != 0
}

// cpuid asks the processor what it has.
func cpuid(leaf, subleaf uint32) (eax, ebx, ecx uint32)

// xgetbv says which registers the system keeps for each thread.
func xgetbv() uint32
