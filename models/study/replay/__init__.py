"""Replay: every step of a recording of real Go must be one that the rules of models/runtime allow.

Where a thing lives:

    run.py        the replay: whose event comes next, and which one is not explained (outcome.py, why.py)
    start.py      the model's machine, as it stands when the recording begins
    kinds.py      what a recording holds (it is made by models/golang/steps/steprun.py)
    order.py      the events whose order is certain
    past.py       what was so at some moment; seen.py: of the scheduler and of each P
    rules.py      how the model's rules are carried out, step by step
    rulings.py    what they decide in a state that an M may have read
    thread.py     one M: what it waits for, and what it may have seen

    life.py       the life of an M; the rest are its parts
    schedule.py   it looks for a G, in its own queue and the global one
    steal.py      in those of others
    giveup.py     it has found none
    queues.py     Gs go into queues and out of them
    waking.py     Ms are woken and fall asleep, and spin; the idle Ps
    handoff.py    a P has lost its M
    goroutine.py  what a G does
    locked.py     a G that belongs to an M
    syscall.py    a G in the operating system
    preempt.py    Gs are asked to stop, and Ps are taken back
    world.py      the world is stopped and started
    network.py    Gs that timers, the network and the collector bring

An event is taken when a rule of the model reports the same: that rule is carried out, and what it calls
becomes what the log has to show next. What an M decides by what it has read without a lock, it has to
decide as the model's rule does in one of the states that it may have read.

Where that is not possible the replay goes its own way:

- Rules that in Go take several steps between which others act, and in the model one, are taken apart:
  runqput (runnext, then the ring), wakep (nmspinning, then the P, or nmspinning again), startm (the number
  of a new thread), runqsteal, globrunqgetbatch and runqputbatch (the Gs lie in the ring before others see
  them), startlockedm, gcstopm, start_idle, find_runnable with steal_work, give_up_p and poll_or_stop,
  begin_stop and start_all. Each part is a rule where there is one, and what is decided is a ruling.
- newproc1: a G's name is its goid, which the log tells. Gs are never used again, so nobody knows which g a
  new coroutine has, and whether that has kept a request to stop.
- checkdead: there are Ms and timers that no log shows, so nobody can tell that all sleep.
- mPark: an M always sleeps first, so that what the rule does before that is carried out when the log shows
  it.
- What the model knows nothing of is taken as recorded, and only who does it and how the G stands is
  checked: work of the collector (got, runqdrain, suspend, preemptpark, gcworker, enlist, Ps that are taken
  for forEachP) and of the tracer, coroutines (coroswitch), which timers go off, what the network brings,
  and the thread that makes threads (mreserve).
- Up to Go 1.25 acquirep is logged when a G takes its P back from a system call; the model reports only the
  end of the call.

What a replay cannot see: what an M should have done after its last event; that sysmon should have taken a P
and did not; that a thief should have asked a P which was idle for a moment; and whether the times are
right.
"""
