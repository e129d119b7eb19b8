#include "textflag.h"

DATA looked<>+0(SB)/8, $0x2222222222222222 // quotes
DATA looked<>+8(SB)/8, $0x2222222222222222
DATA looked<>+16(SB)/8, $0x5c5c5c5c5c5c5c5c // backslashes
DATA looked<>+24(SB)/8, $0x5c5c5c5c5c5c5c5c
DATA looked<>+32(SB)/8, $0x2020202020202020 // less are control characters, and, as signed bytes, those beyond ASCII
DATA looked<>+40(SB)/8, $0x2020202020202020
DATA looked<>+48(SB)/8, $0x3030303030303030 // zeros
DATA looked<>+56(SB)/8, $0x3030303030303030
DATA looked<>+64(SB)/8, $0x0909090909090909 // the greatest digit
DATA looked<>+72(SB)/8, $0x0909090909090909
DATA looked<>+80(SB)/8, $0x2020202020202020 // what tells small letters from others
DATA looked<>+88(SB)/8, $0x2020202020202020
DATA looked<>+96(SB)/8, $0x6161616161616161 // a
DATA looked<>+104(SB)/8, $0x6161616161616161
DATA looked<>+112(SB)/8, $0x0505050505050505 // the greatest letter of hexadecimal digits, less a
DATA looked<>+120(SB)/8, $0x0505050505050505
GLOBL looked<>(SB), RODATA|NOPTR, $128

// STOPS sets the bits of AX for the quotes, backslashes, control characters and bytes beyond ASCII of sixteen bytes of a string, and R9 to where
// the first one is; Z says that there is none.
#define STOPS \
	MOVOU (SI)(R8*1), X0 \
	MOVO X0, X1 \
	PCMPEQB X8, X1 \
	MOVO X0, X2 \
	PCMPEQB X9, X2 \
	MOVO X10, X3 \
	PCMPGTB X0, X3 \
	POR X2, X1 \
	POR X3, X1 \
	PMOVMSKB X1, AX \
	BSFL AX, R9

// Registers: SI is the text, R8 where it is read, R10 where the member begins, R13 the last place from where sixteen bytes and a key may be read; DI the key,
// CX how many there are from there on, R12 the values, DX the member's, R11 its length. Within an object that is a value, outer is the key of it, left the
// CX and start the R10 that are its.

// func membersSSE2(text *byte, size, pos int, keys *Key, n int, values *Value) (taken, end int)
TEXT ·membersSSE2(SB), NOSPLIT, $24-64
	MOVQ  text+0(FP), SI
	MOVQ  size+8(FP), R13
	MOVQ  pos+16(FP), R8
	MOVQ  keys+24(FP), DI
	MOVQ  n+32(FP), CX
	MOVQ  values+40(FP), R12
	SUBQ  $96, R13
	MOVOU looked<>+0(SB), X8
	MOVOU looked<>+16(SB), X9
	MOVOU looked<>+32(SB), X10
	MOVOU looked<>+48(SB), X11
	MOVOU looked<>+64(SB), X12
	MOVQ  $0, outer-24(SP)

member:
	MOVQ     R8, R10
	CMPQ     R8, R13
	JGT      done
	MOVOU    (SI)(R8*1), X0
	MOVOU    0(DI), X1
	PCMPEQB  X1, X0
	PMOVMSKB X0, AX
	NOTL     AX
	TESTL    AX, 72(DI)
	JNZ      done
	MOVQ     64(DI), BX
	TESTQ    BX, BX
	JNZ      longKey

value:
	MOVL 80(DI), DX
	ADDQ R12, DX
	MOVL 76(DI), AX
	ADDQ AX, R8
	CMPB (SI)(R8*1), $0x22 // "
	JNE  number
	INCQ R8
	MOVL R8, 0(DX)
	MOVQ $1, 8(DX)
	STOPS
	JZ   longString
	LEAQ (R8)(R9*1), BX
	CMPB (SI)(BX*1), $0x22
	JNE  oddString
	MOVL R9, R11

text:
	INCQ R8 // the quote

length: // where values have the same length again and again, what is behind doesn't wait for this one
	MOVL R11, 4(DX)
	CMPL 88(DI), $4
	JLT  unsteady
	CMPL R11, 84(DI)
	JNE  unsteady
	MOVL 84(DI), R11
	ADDQ R11, R8

next:
	ADDQ $120, DI
	DECQ CX
	JNZ  member
	MOVQ outer-24(SP), AX
	TESTQ AX, AX
	JNZ  innerEnd
	MOVQ R8, R10

return:
	MOVQ n+32(FP), AX
	SUBQ CX, AX
	MOVQ AX, taken+48(FP)
	MOVQ R10, end+56(FP)
	RET

done: // the object's member isn't taken, where one of its value isn't
	CMPQ outer-24(SP), $0
	JEQ  return
	MOVQ left-16(SP), CX
	MOVQ start-8(SP), R10
	JMP  return

innerEnd:
	CMPB (SI)(R8*1), $0x7d // }
	JNE  done
	INCQ R8
	MOVQ AX, DI
	MOVQ left-16(SP), CX
	MOVQ $0, outer-24(SP)
	JMP  next

unsteady:
	XORL  AX, AX
	CMPL  R11, 84(DI)
	SETEQ AX
	NEGL  AX
	MOVL  88(DI), BX
	INCL  BX
	ANDL  AX, BX
	MOVL  BX, 88(DI)
	MOVL  R11, 84(DI)
	ADDQ  R11, R8
	JMP   next

longKey:
	MOVOU    16(SI)(R8*1), X0
	MOVOU    16(DI), X1
	PCMPEQB  X1, X0
	PMOVMSKB X0, AX
	CMPQ     BX, $0xffff
	JHI      longerKey
	NOTL     AX
	TESTL    AX, BX
	JZ       value
	JMP      done

longerKey:
	MOVOU    32(SI)(R8*1), X0
	MOVOU    32(DI), X1
	PCMPEQB  X1, X0
	PMOVMSKB X0, R9
	SHLQ     $16, R9
	ORQ      R9, AX
	MOVOU    48(SI)(R8*1), X0
	MOVOU    48(DI), X1
	PCMPEQB  X1, X0
	PMOVMSKB X0, R9
	SHLQ     $32, R9
	ORQ      R9, AX
	NOTQ     AX
	TESTQ    AX, BX
	JZ       value
	JMP      done

longString:
	ADDQ $16, R8
	CMPQ R8, R13
	JGT  done
	STOPS
	JZ   longString

oddString:
	ADDQ    R9, R8
	MOVBLZX (SI)(R8*1), AX
	CMPL    AX, $0x22
	JEQ     endString
	CMPL    AX, $0x80
	JLT     escape
	MOVL    $1, 12(DX)
	INCQ    R8

more:
	CMPQ    R8, R13
	JGT     done
	STOPS
	JZ      longString
	JMP     oddString

escape: // a backslash and one of "/\bfnrt, or four hexadecimal digits behind u
	CMPL    AX, $0x5c
	JNE     done
	MOVL    $7, 8(DX)
	MOVBLZX 1(SI)(R8*1), AX
	SUBL    $0x22, AX
	CMPL    AX, $63
	JHI     letter
	MOVQ    $0x0400000000002001, BX
	BTQ     AX, BX
	JCC     done
	ADDQ    $2, R8
	JMP     more

letter:
	SUBL $0x40, AX // from b on
	CMPL AX, $19
	JHI  done
	JEQ  unicode
	MOVL $0x51011, BX
	BTL  AX, BX
	JCC  done
	ADDQ $2, R8
	JMP  more

unicode:
	MOVL     2(SI)(R8*1), AX
	MOVQ     AX, X0
	MOVOU    looked<>+80(SB), X1
	POR      X0, X1
	MOVOU    looked<>+96(SB), X2
	PSUBB    X2, X1
	MOVOU    looked<>+112(SB), X2
	PMINUB   X1, X2
	PCMPEQB  X1, X2              // letters
	PSUBB    X11, X0
	MOVO     X0, X1
	PMINUB   X12, X1
	PCMPEQB  X0, X1              // digits
	POR      X2, X1
	PMOVMSKB X1, AX
	ANDL     $15, AX
	CMPL     AX, $15
	JNE      done
	ADDQ     $6, R8
	JMP      more

endString:
	MOVQ R8, R11
	MOVL 0(DX), R8
	SUBQ R8, R11
	JMP  text

number:
	MOVL $2, BX
	CMPB (SI)(R8*1), $0x2d // -
	JEQ  minus

digits:
	MOVL     R8, 0(DX)
	MOVOU    (SI)(R8*1), X0
	PSUBB    X11, X0
	MOVO     X0, X1
	PMINUB   X12, X1
	PCMPEQB  X0, X1
	PMOVMSKB X1, AX
	NOTL     AX           // what is no digit, and 16 bits more
	BSFL     AX, R11
	LEAL     -1(R11), R9
	CMPL     R9, $15
	JCC      word         // no digits, or sixteen, behind which there may be more
	CMPB     (SI)(R8*1), $0x30
	JEQ      zero

whole:
	LEAQ (R8)(R11*1), R9
	MOVL BX, 8(DX)
	CMPB (SI)(R9*1), $0x2e // .
	JNE  length
	INCL BX
	MOVL BX, 8(DX)
	MOVL R11, 12(DX)
	LEAL -1(AX), R9
	ANDL R9, AX
	LEAL 1(R11), R9
	BSFL AX, R11          // where the fraction ends
	CMPL R11, R9
	JEQ  done
	CMPL R11, $16
	JNE  length
	JMP  done

minus:
	INCQ R8
	MOVL $10, BX
	JMP  digits

zero: // the only digit before the point
	CMPL R11, $1
	JEQ  whole
	JMP  done

word:
	CMPL R11, $0
	JNE  done
	CMPL BX, $2
	JNE  done
	CMPB (SI)(R8*1), $0x7b // {
	JEQ  object
	MOVL $5, 8(DX)
	MOVL $4, R11
	MOVL (SI)(R8*1), AX
	CMPL AX, $0x65757274 // true
	JEQ  length
	CMPL AX, $0x6c6c756e // null
	JEQ  null
	CMPL AX, $0x736c6166 // fals
	JNE  done
	CMPB 4(SI)(R8*1), $0x65 // e
	JNE  done
	INCL R11
	JMP  length

null:
	MOVL $4, 8(DX)
	JMP  length

object: // as the key foresees one, whose members are none
	CMPQ outer-24(SP), $0
	JNE  done
	MOVQ 104(DI), AX
	TESTQ AX, AX
	JEQ  done
	MOVQ DI, outer-24(SP)
	MOVQ CX, left-16(SP)
	MOVQ R10, start-8(SP)
	MOVQ 96(DI), DI
	MOVQ AX, CX
	JMP  member
