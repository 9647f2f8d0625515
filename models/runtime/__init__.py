"""The rules: Go's scheduler and what goroutines meet on it, one mechanism a module, in Go's own names.

Read in this order. The scheduler: constants, transitions, status, state, runq, globrunq, pidle, gfree,
newproc, park, goroutine, m, spinning, steal, proc, timer, netpoll, network. How Ms lose their Ps and get
others: handoff, syscall, sysmon, preempt, stoptheworld, procresize, cgroup, host, maxprocs, lockthread.
What goroutines do to each other: sudog, hchan, handover, chanpark, chan, select; rtlock, semaroot, sema,
atomic, mutex, rwmutex, waitgroup, once, notifylist, cond. How a function is left: defer, function, rangefunc, panic, unwind,
recovery. How a program ends: ending, exit, crash, deadlock, fatal. Then runtime (how the rules are bound
together), report (what reporting costs) and machine (what lets several Ms act). waitreason is a table.
Beside all that, the other way to run the same programs: kernel, threads, threadops, threadmachine, a thread of
the operating system for each task.
Standard library only; no printing, drawing, clock or randomness of its own.
"""
