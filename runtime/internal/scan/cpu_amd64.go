package scan

// hasAVX2 says that the processor has AVX2, and that the system keeps the registers that it takes.
var hasAVX2 = detectAVX2()

// detectAVX2 asks for AVX2 as the Intel 64 and IA-32 Architectures Software Developer's Manual says, volume 1, section 14.7.1.
func detectAVX2() bool {
	const osxsave, registers, avx2 = 1 << 27, 1<<1 | 1<<2, 1 << 5
	if leaves, _, _ := cpuid(0, 0); leaves < 7 {
		return false
	}
	if _, _, ecx := cpuid(1, 0); ecx&osxsave == 0 || xgetbv()&registers != registers {
		return false
	}
	_, ebx, _ := cpuid(7, 0)
	return ebx&avx2 != 0
}

// cpuid asks the processor what it has.
func cpuid(leaf, subleaf uint32) (eax, ebx, ecx uint32)

// xgetbv says which registers the system keeps for each thread.
func xgetbv() uint32
