#include "textflag.h"

// QUARTER marks sixteen bytes of a block: the stops into R8, bytes beyond ASCII into R9.
#define QUARTER(offset) \
	MOVOU offset(SI), X3 \
	PMOVMSKB X3, AX \
	MOVO X3, X4 \
	PCMPEQB X0, X4 \
	MOVO X3, X5 \
	PCMPEQB X1, X5 \
	PCMPEQB X2, X3 \
	POR X4, X3 \
	POR X5, X3 \
	PMOVMSKB X3, BX \
	SHLQ $offset, AX \
	ORQ AX, R9 \
	SHLQ $offset, BX \
	ORQ BX, R8

// func markSSE2(marks *Marks, text *byte, blocks int, a, b uint64)
TEXT ·markSSE2(SB), NOSPLIT, $0-40
	MOVQ marks+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ blocks+16(FP), CX
	MOVQ a+24(FP), X0
	PUNPCKLQDQ X0, X0
	MOVQ b+32(FP), X1
	PUNPCKLQDQ X1, X1
	MOVQ $0x0a0a0a0a0a0a0a0a, AX // line ends
	MOVQ AX, X2
	PUNPCKLQDQ X2, X2

block:
	XORQ R8, R8
	XORQ R9, R9
	QUARTER(0)
	QUARTER(16)
	QUARTER(32)
	QUARTER(48)
	MOVQ R8, 0(DI)
	MOVQ R9, 8(DI)
	ADDQ $64, SI
	ADDQ $16, DI
	DECQ CX
	JNZ  block
	RET

DATA bytes<>+0(SB)/8, $0xc0c0c0c0c0c0c0c0
DATA bytes<>+8(SB)/8, $0xc0c0c0c0c0c0c0c0
DATA bytes<>+16(SB)/8, $0xbebebebebebebebe
DATA bytes<>+24(SB)/8, $0xbebebebebebebebe
DATA bytes<>+32(SB)/8, $0x9e9e9e9e9e9e9e9e
DATA bytes<>+40(SB)/8, $0x9e9e9e9e9e9e9e9e
GLOBL bytes<>(SB), RODATA|NOPTR, $48

// PAIRS marks of sixteen bytes of a block those beyond ASCII in R8, 10xxxxxx in R9, and C2 to DF in R10. Comparisons are of signed bytes.
#define PAIRS(offset) \
	MOVOU offset(SI), X3 \
	PMOVMSKB X3, AX \
	SHLQ $offset, AX \
	ORQ AX, R8 \
	MOVO X0, X4 \
	PCMPGTB X3, X4 \
	PMOVMSKB X4, AX \
	SHLQ $offset, AX \
	ORQ AX, R9 \
	PADDB X1, X3 \
	MOVO X2, X4 \
	PCMPGTB X3, X4 \
	PMOVMSKB X4, AX \
	SHLQ $offset, AX \
	ORQ AX, R10

// UNPAIRED notes in DX what is wrong with the bytes of a block that are marked so: those beyond ASCII that are neither, and second bytes without a first
// one, or the other way. R12 goes from block to block: whether the last byte of the one before is a first one.
#define UNPAIRED \
	MOVQ R9, R11 \
	ORQ R10, R11 \
	XORQ R8, R11 \
	ORQ R11, DX \
	LEAQ (R12)(R10*2), R11 \
	XORQ R9, R11 \
	ORQ R11, DX \
	MOVQ R10, R12 \
	SHRQ $63, R12

// func pairsSSE2(text *byte, blocks int, lead uint64) (wrong, leads uint64)
TEXT ·pairsSSE2(SB), NOSPLIT, $0-40
	MOVQ text+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ lead+16(FP), R12
	MOVOU bytes<>+0(SB), X0  // less than C0: 10xxxxxx
	MOVOU bytes<>+16(SB), X1 // moves C2 to 80, the least
	MOVOU bytes<>+32(SB), X2 // less than E0, moved alike
	XORQ DX, DX

block:
	XORQ R8, R8
	XORQ R9, R9
	XORQ R10, R10
	PAIRS(0)
	PAIRS(16)
	PAIRS(32)
	PAIRS(48)
	UNPAIRED
	ADDQ $64, SI
	DECQ CX
	JNZ  block
	MOVQ DX, wrong+24(FP)
	MOVQ R12, leads+32(FP)
	RET

// HALF marks 32 bytes of a block: the stops into BX, bytes beyond ASCII into AX.
#define HALF(offset) \
	VMOVDQU offset(SI), Y3 \
	VPMOVMSKB Y3, AX \
	VPCMPEQB Y0, Y3, Y4 \
	VPCMPEQB Y1, Y3, Y5 \
	VPCMPEQB Y2, Y3, Y3 \
	VPOR Y4, Y3, Y3 \
	VPOR Y5, Y3, Y3 \
	VPMOVMSKB Y3, BX

// func markAVX2(marks *Marks, text *byte, blocks int, a, b uint64)
TEXT ·markAVX2(SB), NOSPLIT, $0-40
	MOVQ marks+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ blocks+16(FP), CX
	VPBROADCASTQ a+24(FP), Y0
	VPBROADCASTQ b+32(FP), Y1
	MOVQ $0x0a0a0a0a0a0a0a0a, AX // line ends
	VMOVQ AX, X2
	VPBROADCASTQ X2, Y2

block:
	HALF(0)
	MOVL BX, 0(DI)
	MOVL AX, 8(DI)
	HALF(32)
	MOVL BX, 4(DI)
	MOVL AX, 12(DI)
	ADDQ $64, SI
	ADDQ $16, DI
	DECQ CX
	JNZ  block
	VZEROUPPER
	RET

// HALFPAIRS marks of 32 bytes of a block those beyond ASCII in high, 10xxxxxx in trail, and C2 to DF in lead. Comparisons are of signed bytes.
#define HALFPAIRS(offset, high, trail, lead) \
	VMOVDQU offset(SI), Y3 \
	VPMOVMSKB Y3, high \
	VPCMPGTB Y3, Y0, Y4 \
	VPMOVMSKB Y4, trail \
	VPADDB Y1, Y3, Y3 \
	VPCMPGTB Y3, Y2, Y4 \
	VPMOVMSKB Y4, lead

// func pairsAVX2(text *byte, blocks int, lead uint64) (wrong, leads uint64)
TEXT ·pairsAVX2(SB), NOSPLIT, $0-40
	MOVQ text+0(FP), SI
	MOVQ blocks+8(FP), CX
	MOVQ lead+16(FP), R12
	VPBROADCASTQ bytes<>+0(SB), Y0
	VPBROADCASTQ bytes<>+16(SB), Y1
	VPBROADCASTQ bytes<>+32(SB), Y2
	XORQ DX, DX

block:
	HALFPAIRS(0, R8, R9, R10)
	HALFPAIRS(32, AX, BX, R11)
	SHLQ $32, AX
	ORQ AX, R8
	SHLQ $32, BX
	ORQ BX, R9
	SHLQ $32, R11
	ORQ R11, R10
	UNPAIRED
	ADDQ $64, SI
	DECQ CX
	JNZ  block
	VZEROUPPER
	MOVQ DX, wrong+24(FP)
	MOVQ R12, leads+32(FP)
	RET
