/* The wake-up protocol, for Spin: whoever adds work wakes an M, unless one is looking for work already.

   The same atomic steps as models/study/algorithms/wakep.py; queue.pml says how they are written, and
   how the case is read. P0's M adds work and then computes for ever, so all work lies in P0's queue, and
   P0 is never idle. The idle Ps are a number in base 4 and the sleeping Ms one in base 8, the last first. */

/* rules */
#define SLEEPS 1  /* nobody looks again */
#define EARLY 2   /* looks again before nmspinning is lowered */
#define SILENT 3  /* who finds work wakes nobody */
/* asked */
#define LOST 1
#define THROWN 2

#define PS 3  /* the most Ps */
#define MS 6  /* the most Ms */

byte rules, asked, submits, procs, ends;

short nmspinning, midle;
byte needspinning, pidle, mcount, lock, head[PS], tail[PS];
byte p_of[MS], told[MS];  /* an M's P; the P that a sleeping M is woken with; 0: none */
bool spinning[MS], parked[MS], begun[MS], over[MS], ready, throwing;

c_code {
  extern char *getenv(const char *);
  extern long strtol(const char *, char **, int);
  static char *at;
  static int given(void) { return strtol(at ? at : getenv("CASE"), &at, 10); }
};

init {
  d_step {
    c_code {
      int i, n;
      now.rules = given(); now.asked = given(); now.submits = given(); now.procs = given();
      now.nmspinning = n = given(); now.ends = given();
      now.mcount = now.procs;
      for (i = 1; i < now.procs; i++) {
        now.begun[i] = 1;
        if (i <= n) { now.p_of[i] = i; now.spinning[i] = 1; }
        else { now.parked[i] = 1; now.pidle = now.pidle * 4 + i; now.midle = now.midle * 8 + i; }
      }
    };
    ready = 1
  };
end: false
}

#define me (_pid - 1)
#define my_p p_of[me]
/* An M has done with its work: the goroutine ends, or it computes for ever. M0 does that anyway. */
#define GO_ON over[me] = !ends; my_p = my_p * ends

inline wakep() {
  if
  :: d_step { nmspinning != 0 -> GO_ON }
  :: d_step { nmspinning == 0 };
    if
    :: d_step { nmspinning != 0 -> GO_ON }
    :: d_step { nmspinning == 0 -> nmspinning = 1 };
      if
      :: d_step { !lock && pidle -> w = pidle % 4; pidle = pidle / 4 };
        startm()
      :: d_step { !lock && !pidle -> needspinning = 1; lock = 1 };
        if
        :: d_step { nmspinning > 0 -> nmspinning-- }
        :: d_step { nmspinning <= 0 -> nmspinning--; throwing = 1 };
          goto end_throwing
        fi;
        d_step { lock = 0; GO_ON }
      fi
    fi
  fi
}

/* Gives P w to an M that sleeps, or to a new one. */
inline startm() {
  if
  :: d_step { !lock && midle -> x = midle % 8; midle = midle / 8 };
    d_step { told[x] = w; x = 0; w = 0; GO_ON }
  :: d_step { !lock && !midle };
    d_step { x = mcount; mcount++; assert(x < MS) };
    d_step { begun[x] = 1; p_of[x] = w; spinning[x] = 1; x = 0; w = 0; GO_ON }
  fi
}

/* M0. */
active proctype submit() provided (ready) {
  byte i, t, w, x;  /* i: how much work it has added */
end:
  do
  :: d_step { i < submits -> t = tail[0] };
    d_step { tail[0] = t + 1; t = 0; i++ };
    wakep()
  od;
end_throwing:
  false
}

/* The other Ms. */

#define VICTIM (v == 0 -> my_p : (v <= my_p -> v - 1 : v))  /* the own queue first, then the others */
#define IDLE ((pidle > 0) + (pidle > 3))                    /* how many Ps are idle */
#define WAS_IDLE(q) (q && (idle % 4 == q || idle / 4 == q))
#define RELEASES (v == procs + (rules != SLEEPS) && !lock)
#define GIVE_P pidle = pidle * 4 + my_p
#define TAKE head[VICTIM] = h + 1; h = 0; v = 0

inline become_spinning() {
  d_step { nmspinning++ };
  d_step { needspinning = 0; spinning[me] = 1; my_p = (w -> w : my_p); w = 0 }
}

/* Goes on from q to a P that was not idle; procs: there is none. */
inline next_q() {
  do :: q < procs && WAS_IDLE(q) -> q++ :: else -> break od;
  idle = (q == procs -> 0 : idle)
}

/* Looks for work, and takes it. */
inline steal_work() {
  d_step { !parked[me] && !over[me] && v < procs && (v == 0 || spinning[me]) -> h = head[VICTIM] };
  if
  :: d_step { tail[VICTIM] == h -> h = 0; v++ }
  :: d_step { tail[VICTIM] != h };
    if
    :: d_step { head[VICTIM] != h -> h = 0 }
    :: d_step { head[VICTIM] == h && !spinning[me] -> TAKE; GO_ON }
    :: d_step { head[VICTIM] == h && spinning[me] -> TAKE; spinning[me] = 0 };
      if  /* resetspinning */
      :: d_step { nmspinning > 0 && rules == SILENT -> nmspinning--; GO_ON }
      :: d_step { nmspinning > 0 && rules != SILENT -> nmspinning-- };
        wakep()
      :: d_step { nmspinning <= 0 -> nmspinning--; throwing = 1 };
        goto end_throwing
      fi
    fi
  fi
}

/* At most half as many Ms spin as Ps are busy. */
inline may_spin() {
  d_step { !parked[me] && v == 1 && !spinning[me] -> n = nmspinning };
  if
  :: d_step { 2 * n < procs - IDLE -> n = 0 };
    become_spinning()
  :: d_step { 2 * n >= procs - IDLE -> n = 0; v = procs }
  fi
}

active [MS - 1] proctype m() provided (ready && begun[me]) {
  byte v, h, n, idle, q, w, x;  /* v: whose queue is next; idle: the Ps that it saw idle */
end_find_runnable:
  do
  :: steal_work()
  :: may_spin()
  /* Give the P away, unless somebody asks for an M that spins. */
  :: d_step { v == procs && rules != SLEEPS -> idle = pidle; v++ }
  :: d_step { RELEASES && !spinning[me] && needspinning -> lock = 1; idle = 0; v = 0 };
    become_spinning();
    d_step { lock = 0 }
  :: d_step { RELEASES && !spinning[me] && !needspinning -> GIVE_P; idle = 0; q = procs };
    break
  :: d_step { RELEASES && spinning[me] && rules == EARLY -> GIVE_P; next_q() };
    break
  :: d_step { RELEASES && spinning[me] && rules != EARLY -> GIVE_P };
    if
    :: d_step { nmspinning > 0 ->
                nmspinning--; spinning[me] = 0; q = (rules == SLEEPS -> procs : 0); next_q() };
      break
    :: d_step { nmspinning <= 0 -> nmspinning--; throwing = 1 };
      goto end_throwing
    fi
  /* Wake up. */
  :: d_step { told[me] -> my_p = told[me]; told[me] = 0; parked[me] = 0; spinning[me] = 1 }
  od;
  do
  /* Look once more. */
  :: d_step { q < procs -> h = head[q] };
    if
    :: d_step { tail[q] == h -> h = 0; q++; next_q() }
    :: d_step { tail[q] != h -> h = 0; idle = 0; q = 0 };
      if
      :: d_step { !lock && pidle && rules == EARLY -> my_p = pidle % 4; pidle = pidle / 4; v = 0 };
        goto end_find_runnable
      :: d_step { !lock && pidle && rules != EARLY -> w = pidle % 4; pidle = pidle / 4; v = 0 };
        become_spinning();
        goto end_find_runnable
      :: d_step { !lock && !pidle -> needspinning = 1; q = procs }
      fi
    fi
  /* Sleep. */
  :: d_step { q == procs && spinning[me] && nmspinning > 0 -> nmspinning--; spinning[me] = 0 }
  :: d_step { q == procs && spinning[me] && nmspinning <= 0 -> nmspinning--; throwing = 1 };
    goto end_throwing
  :: d_step { q == procs && !spinning[me] && !lock -> midle = midle * 8 + me; parked[me] = 1; q = 0; v = 0 };
    goto end_find_runnable
  od;
end_throwing:
  false
}

#define WORK (head[0] != tail[0] || head[1] != tail[1] || head[2] != tail[2])

active proctype question() provided (ready) {
end:
  do
  :: d_step { timeout && asked == LOST && WORK && pidle -> assert(false) }
  :: d_step { asked == THROWN && throwing -> assert(false) }
  od
}
