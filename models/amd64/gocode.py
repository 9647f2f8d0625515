"""The program that the machine runs, and the parts of the runtime that are written in Go.

main starts a goroutine and waits for it. The goroutine makes a system call, calls a function that needs a
larger stack, sends on main's channel and ends. Of each function only its calls are kept; what it does to
plain data is a rule. book/go/registers.go is the same program in Go.
"""

from collections.abc import Mapping

from .compiled import function

RT0_GO = """
rt0_go:
    AX = &runtime.main·f ; rt0.main
    call newproc         ; rt0.newproc
    call mstart          ; rt0.mstart
    undefined            ; rt0.never
"""
BODIES = {
    "runtime.main": "AX = &main.main ; call.variable\ncall AX ; call.variable\nrule exit ; rule.exit",
    "main.main": """
        AX = &main.worker·f ; go.closure
        call newproc        ; go.call
        call chanrecv1      ; wait.call
    """,
    "main.deep": "nop ; deep.work",
    "main.worker": """
        call syscall.Close  ; syscall.call
        AX = 1              ; deep.arg
        call main.deep      ; deep.call
        call chansend1      ; send.call
    """,
    "syscall.Close": "call syscall.Syscall ; call.further",
    "syscall.Syscall": """
        call entersyscall   ; syscall.enter
        nop                 ; syscall.work
        call exitsyscall    ; syscall.exit
    """,
    "reentersyscall": "rule reentersyscall ; rule.reentersyscall\ncall save ; syscall.save",
    "exitsyscall": "rule exitsyscall ; rule.exitsyscall",
    "chanrecv1": "call chanrecv ; call.further",
    "chanrecv": "call gopark ; call.further",
    "gopark": """
        AX = &park_m·f      ; gopark.fn
        call mcall          ; gopark.call
    """,
    "chansend1": "call chansend ; call.further",
    "chansend": "call send ; call.further",
    "send": """
        DX = &goready.func1 ; closure.code
        [SP+32] = DX        ; closure.code
        AX = SP+32          ; closure.where
        [SP] = AX           ; closure.arg
        call systemstack    ; closure.call
        R14 = tls.g         ; closure.r14
    """,
    "goready.func1": "rule ready ; rule.ready",
    "newproc": """
        CX = &newproc.func1 ; closure.code
        [SP+8] = CX         ; closure.code
        [SP+16] = AX        ; newproc.fn
        [SP+24] = R14       ; newproc.gp
        AX = [SP+48]        ; newproc.pc
        [SP+32] = AX        ; newproc.pc
        AX = SP+8           ; closure.where
        [SP] = AX           ; closure.arg
        call systemstack    ; closure.call
        R14 = tls.g         ; closure.r14
    """,
    "newproc.func1": """
        AX = [DX+8]         ; newproc1.fn
        rule newproc1       ; rule.newproc1
        BX = AX             ; newproc1.g
        call runqput        ; newproc1.put
    """,
    "runqput": "rule runqput ; rule.runqput",
    "mstart0": "rule mstart0 ; rule.mstart0\ncall mstart1 ; call.further",
    "mstart1": """
        BX = [SP+32]        ; mstart1.pc
        [R14+g.sched.g] = R14  ; mstart1.g
        [R14+g.sched.pc] = BX  ; save.pc
        BX = SP+40          ; mstart1.sp
        [R14+g.sched.sp] = BX  ; save.sp
        call schedule       ; call.schedule
    """,
    "park_m": "rule park_m ; rule.park_m\ncall schedule ; call.schedule",
    "goexit0": "rule goexit0 ; rule.goexit0\ncall schedule ; call.schedule",
    "schedule": "rule schedule ; rule.schedule\ncall execute ; call.further",
    "execute": "rule execute ; rule.execute\n[SP] = AX ; gogo.arg\ncall gogo ; gogo.call",
    "newstack": "rule newstack ; rule.newstack\n[SP] = AX ; gogo.arg\ncall gogo ; gogo.call",
    "goexit1": """
        AX = &goexit0·f     ; goexit1.fn
        call mcall          ; goexit1.call
    """,
}
SPILLS = {"main.deep": "AX", "newproc": "AX"}  # the first argument
FROM_ASSEMBLY = ("mstart0", "newproc", "newstack", "goexit1")
NOSPLIT = ("mstart0", "chanrecv1", "chansend1", "syscall.Syscall", "entersyscall", "reentersyscall",
           "exitsyscall")


def listing(frames: Mapping[str, int]) -> str:
    """The program's functions with frames of these sizes, in bytes below the saved BP.

    entersyscall hands on what its caller sees: where it returns to, and SP and BP as they are there.
    """
    above = frames["entersyscall"] + 8
    enter = f"""
        AX = [SP+{above}]   ; enter.pc
        BX = SP+{above + 8} ; enter.sp
1.27    CX = [BP]           ; enter.bp
        call reentersyscall ; call.further
    """
    bodies = BODIES | {"entersyscall": enter}
    made = (function(name, frames[name], body, spill=SPILLS.get(name, ""), nosplit=name in NOSPLIT,
                     abi0=name in FROM_ASSEMBLY) for name, body in bodies.items())
    return RT0_GO + "".join(made)
