"""The routines that change stacks, in our notation: what Go writes in assembly, instruction by instruction.

A line that only one release has begins with its number. What stands behind `;` names the words that explain
the line. Names as in Go: `gogo<>` is the part of gogo that is private to its file.
"""

GOGO = """
gogo:
    BX = [SP+8]                     ; gogo.buf
    DX = [BX+buf.g]                 ; gogo.g
    CX = [DX]                       ; gogo.nil
    jump gogo<>                     ; gogo.go
gogo<>:
    tls.g = DX                      ; gogo.tls
    R14 = DX                        ; gogo.r14
    SP = [BX+buf.sp]                ; gogo.sp
1.22 AX = [BX+buf.ret]              ; gogo.ret
    DX = [BX+buf.ctxt]              ; gogo.ctxt
    BP = [BX+buf.bp]                ; gogo.bp
    [BX+buf.sp] = 0                 ; gogo.clear
1.22 [BX+buf.ret] = 0               ; gogo.clear
    [BX+buf.ctxt] = 0               ; gogo.clear
    [BX+buf.bp] = 0                 ; gogo.clear
    BX = [BX+buf.pc]                ; gogo.pc
    jump BX                         ; gogo.jump
"""

MCALL = """
mcall:
    push BP                         ; frame.push
    BP = SP                         ; frame.bp
    DX = AX                         ; mcall.fn
    BX = SP                         ; mcall.here
    BX = [BX+8]                     ; mcall.pc
    [R14+g.sched.pc] = BX           ; save.pc
    BX = SP+16                      ; mcall.sp
    [R14+g.sched.sp] = BX           ; save.sp
    BX = [BP]                       ; mcall.bp
    [R14+g.sched.bp] = BX           ; save.bp
    BX = [R14+g.m]                  ; get.m
    SI = [BX+m.g0]                  ; get.g0
    compare SI, R14                 ; mcall.on-g0
    if not equal jump .good         ; mcall.on-g0
    jump badmcall                   ; mcall.bad
.good:
    AX = R14                        ; mcall.arg
    R14 = SI                        ; to-g0.r14
    tls.g = R14                     ; to-g0.tls
    SP = [R14+g.sched.sp]           ; to-g0.sp
1.27 BP = 0                         ; to-g0.bp
    push AX                         ; mcall.room
    R12 = [DX]                      ; mcall.code
    call R12                        ; mcall.call
1.27 nop                            ; mcall.windows
    pop AX                          ; mcall.returned
    jump badmcall2                  ; mcall.returned
    pop BP                          ; mcall.never
    return                          ; mcall.never
"""

SYSTEMSTACK = """
systemstack:
    push BP                         ; frame.push
    BP = SP                         ; frame.bp
    DI = [SP+16]                    ; systemstack.fn
    AX = tls.g                      ; get.g
    BX = [AX+g.m]                   ; get.m
    compare AX, [BX+m.gsignal]      ; systemstack.signal
    if equal jump .noswitch         ; systemstack.signal
    DX = [BX+m.g0]                  ; get.g0
    compare AX, DX                  ; systemstack.on-g0
    if equal jump .noswitch         ; systemstack.on-g0
    compare AX, [BX+m.curg]         ; systemstack.curg
    if not equal jump .bad          ; systemstack.curg
    call gosave_systemstack_switch<> ; systemstack.save
    tls.g = DX                      ; to-g0.tls
    R14 = DX                        ; to-g0.r14
    SP = [DX+g.sched.sp]            ; to-g0.sp
    DX = DI                         ; systemstack.closure
    DI = [DI]                       ; systemstack.code
    call DI                         ; systemstack.call
    AX = tls.g                      ; systemstack.back
    BX = [AX+g.m]                   ; systemstack.back
    AX = [BX+m.curg]                ; systemstack.back
    tls.g = AX                      ; systemstack.tls
    SP = [AX+g.sched.sp]            ; systemstack.sp
    BP = [AX+g.sched.bp]            ; systemstack.bp
    [AX+g.sched.sp] = 0             ; systemstack.clear
    [AX+g.sched.bp] = 0             ; systemstack.clear
    pop BP                          ; frame.pop
    return                          ; frame.return
.noswitch:
    DX = DI                         ; systemstack.closure
    DI = [DI]                       ; systemstack.code
    pop BP                          ; systemstack.tail
    jump DI                         ; systemstack.tail
.bad:
    AX = &badsystemstack            ; systemstack.bad
    call AX                         ; systemstack.bad
    undefined                       ; systemstack.bad
gosave_systemstack_switch<>:
    R9 = &systemstack_switch+8      ; gosave.pc
    [R14+g.sched.pc] = R9           ; save.pc
    R9 = SP+8                       ; gosave.sp
    [R14+g.sched.sp] = R9           ; save.sp
1.22 [R14+g.sched.ret] = 0          ; gosave.ret
    [R14+g.sched.bp] = BP           ; save.bp
    R9 = [R14+g.sched.ctxt]         ; gosave.ctxt
    compare R9, 0                   ; gosave.ctxt
    if equal jump .good             ; gosave.ctxt
    call abort                      ; gosave.abort
.good:
    return                          ; gosave.return
"""

MORESTACK = """
morestack_noctxt:
    DX = 0                          ; morestack.noctxt
    jump morestack                  ; morestack.noctxt-go
morestack:
    DI = tls.g                      ; get.g
    BX = [DI+g.m]                   ; get.m
    AX = [SP]                       ; morestack.pc
    [DI+g.sched.pc] = AX            ; save.pc
    AX = SP+8                       ; morestack.sp
    [DI+g.sched.sp] = AX            ; save.sp
    [DI+g.sched.bp] = BP            ; save.bp
    [DI+g.sched.ctxt] = DX          ; morestack.ctxt
    SI = [BX+m.g0]                  ; get.g0
    compare DI, SI                  ; morestack.on-g0
    if not equal jump .user         ; morestack.on-g0
    call badmorestackg0             ; morestack.bad
    call abort                      ; morestack.bad
.user:
    SI = [BX+m.gsignal]             ; morestack.signal
    compare DI, SI                  ; morestack.signal
    if not equal jump .good         ; morestack.signal
    call badmorestackgsignal        ; morestack.bad
    call abort                      ; morestack.bad
.good:
    AX = [SP+8]                     ; morestack.caller-pc
    [BX+m.morebuf.pc] = AX          ; morestack.morebuf
    AX = SP+16                      ; morestack.caller-sp
    [BX+m.morebuf.sp] = AX          ; morestack.morebuf
    [BX+m.morebuf.g] = DI           ; morestack.morebuf
    BX = [BX+m.g0]                  ; get.g0
    tls.g = BX                      ; to-g0.tls
    SP = [BX+g.sched.sp]            ; to-g0.sp
1.27 BP = 0                         ; to-g0.bp
1.22 BP = [BX+g.sched.bp]           ; to-g0.old-bp
    call newstack                   ; morestack.call
    call abort                      ; morestack.returned
    return                          ; morestack.returned
"""

# Written in Go, and so compiled: this is what its instructions come to, not each of them. Before Go 1.23 bp
# was no argument of it.
SAVE = """
save:
    push BP                         ; frame.push
    BP = SP                         ; frame.bp
    SP = SP-16                      ; frame.room
    DX = [R14+g.m]                  ; get.m
    compare [DX+m.g0], R14          ; save.on-g0
    if equal jump .bad              ; save.on-g0
    compare [DX+m.gsignal], R14     ; save.on-g0
    if equal jump .bad              ; save.on-g0
    [R14+g.sched.pc] = AX           ; save.pc
    [R14+g.sched.sp] = BX           ; save.sp
1.22 [R14+g.sched.ret] = 0          ; gosave.ret
    [R14+g.sched.lr] = 0            ; save.lr
1.27 [R14+g.sched.bp] = CX          ; save.bp
    compare [R14+g.sched.ctxt], 0   ; gosave.ctxt
    if not equal jump .ctxt         ; gosave.ctxt
    SP = SP+16                      ; frame.leave
    pop BP                          ; frame.pop
    return                          ; frame.return
.bad:
    call throw                      ; save.bad
.ctxt:
    call badctxt                    ; gosave.abort
"""

ENDS = """
mstart:
1.27 BP = 0                         ; mstart.bp
    call mstart0                    ; mstart.call
    return                          ; mstart.never
goexit:
    nop                             ; goexit.nop
    call goexit1                    ; goexit.call
    nop                             ; goexit.nop
"""

ROUTINES = GOGO + MCALL + SYSTEMSTACK + MORESTACK + SAVE + ENDS
