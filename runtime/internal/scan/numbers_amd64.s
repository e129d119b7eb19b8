#include "textflag.h"
#include "go_asm.h"

DATA words<>+0x00(SB)/8, $72
DATA words<>+0x08(SB)/8, $0xff
DATA words<>+0x10(SB)/8, $0x2d
DATA words<>+0x18(SB)/8, $0x3030303030303030
GLOBL words<>(SB), RODATA|NOPTR, $32

DATA nines<>+0(SB)/8, $0x0909090909090909
DATA nines<>+8(SB)/8, $0x0909090909090909
DATA nines<>+16(SB)/8, $0x0909090909090909
DATA nines<>+24(SB)/8, $0x0909090909090909
GLOBL nines<>(SB), RODATA|NOPTR, $32

DATA tens<>+0(SB)/8, $0x010a010a010a010a
DATA tens<>+8(SB)/8, $0x010a010a010a010a
DATA tens<>+16(SB)/8, $0x010a010a010a010a
DATA tens<>+24(SB)/8, $0x010a010a010a010a
GLOBL tens<>(SB), RODATA|NOPTR, $32

DATA hundreds<>+0(SB)/8, $0x0001006400010064
DATA hundreds<>+8(SB)/8, $0x0001006400010064
DATA hundreds<>+16(SB)/8, $0x0001006400010064
DATA hundreds<>+24(SB)/8, $0x0001006400010064
GLOBL hundreds<>(SB), RODATA|NOPTR, $32

DATA tenThousands<>+0(SB)/8, $10000
DATA tenThousands<>+8(SB)/8, $10000
DATA tenThousands<>+16(SB)/8, $10000
DATA tenThousands<>+24(SB)/8, $10000
GLOBL tenThousands<>(SB), RODATA|NOPTR, $32

// func numbersAVX2(to *int64, text *byte, stops *uint32, stride, fours int, form *Form, least, most int) int
TEXT ·numbersAVX2(SB), NOSPLIT, $0-72
	MOVQ to+0(FP), DI
	MOVQ text+8(FP), SI
	MOVQ stops+16(FP), DX
	MOVQ stride+24(FP), R12
	MOVQ fours+32(FP), CX
	MOVQ form+40(FP), AX
	SHLQ $2, R12
	LEAQ (R12)(R12*2), R13
	VPBROADCASTQ Form_Before(AX), Y15
	VPBROADCASTQ Form_Behind(AX), Y14
	VPBROADCASTQ Form_Point(AX), Y13
	VPBROADCASTQ Form_Dot(AX), Y12
	VPBROADCASTQ least+48(FP), Y11
	VPBROADCASTQ most+56(FP), Y10
	VPBROADCASTQ words<>+0x18(SB), Y9 // '0'
	VPBROADCASTQ words<>+0x00(SB), Y8 // the bits of a word, and of one more byte
	VPBROADCASTQ words<>+0x08(SB), Y7 // the first byte
	VPBROADCASTQ words<>+0x10(SB), Y6 // '-'
	VPCMPEQQ Y5, Y5, Y5
	VPSUBQ Y5, Y11, Y11 // lengths count the stop, too
	VPSUBQ Y5, Y10, Y10

four:
	VMOVQ (DX), X0 // where each begins, and where it stops
	VPINSRQ $1, (DX)(R12*1), X0, X0
	VMOVQ (DX)(R12*2), X1
	VPINSRQ $1, (DX)(R13*1), X1, X1
	VINSERTI128 $1, X1, Y0, Y0
	MOVL 4(DX), R8
	MOVL 4(DX)(R12*1), R9
	MOVL 4(DX)(R12*2), R10
	MOVL 4(DX)(R13*1), R11
	LEAQ (DX)(R12*4), DX
	VMOVQ -9(SI)(R8*1), X1 // the words that they end with
	VPINSRQ $1, -9(SI)(R9*1), X1, X1
	VMOVQ -9(SI)(R10*1), X2
	VPINSRQ $1, -9(SI)(R11*1), X2, X2
	VINSERTI128 $1, X2, Y1, Y1
	VPSLLQ $32, Y0, Y2
	VPSUBD Y2, Y0, Y0
	VPSRLQ $32, Y0, Y0 // how long each is, with its stop
	VPSLLQ $3, Y0, Y2
	VPSUBQ Y2, Y8, Y2
	VPSRLVQ Y2, Y1, Y2
	VPAND Y7, Y2, Y2 // its first byte
	VPCMPEQQ Y6, Y2, Y2 // all ones where it is a minus
	VPADDQ Y2, Y0, Y0
	VPCMPGTQ Y10, Y0, Y3
	VPCMPGTQ Y0, Y11, Y4
	VPOR Y4, Y3, Y3 // what is wrong: it is too long, or too short
	VPSLLQ $3, Y0, Y0
	VPSUBQ Y0, Y8, Y0
	VPSLLVQ Y0, Y5, Y0
	VPXOR Y9, Y1, Y1
	VPAND Y0, Y1, Y1 // its digits and the point
	VPAND Y13, Y1, Y4
	VPXOR Y12, Y4, Y4
	VPOR Y4, Y3, Y3 // the point isn't there
	VPAND Y15, Y1, Y4
	VPSLLQ $8, Y4, Y4
	VPAND Y14, Y1, Y1
	VPOR Y4, Y1, Y1 // digits alone
	VPSUBUSB nines<>(SB), Y1, Y4
	VPOR Y4, Y3, Y3 // a byte is no digit
	VPTEST Y3, Y3
	JNZ done
	VPMADDUBSW tens<>(SB), Y1, Y1 // two digits each
	VPMADDWD hundreds<>(SB), Y1, Y1 // four
	VPMULUDQ tenThousands<>(SB), Y1, Y4
	VPSRLQ $32, Y1, Y1
	VPADDQ Y4, Y1, Y1 // eight
	VPXOR Y2, Y1, Y1
	VPSUBQ Y2, Y1, Y1 // with its sign
	VMOVDQU Y1, (DI)
	ADDQ $32, DI
	DECQ CX
	JNZ four

done:
	VZEROUPPER
	MOVQ fours+32(FP), AX
	SUBQ CX, AX
	MOVQ AX, ret+64(FP)
	RET
