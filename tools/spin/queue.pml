/* A P's run queue with one owner and up to two thieves, for Spin.

   The same atomic steps as models/study/steps/runq.py and wrong_runq.py. A d_step is one step there: what
   is done, and what the thread then computes before its next step. Where a step has several outcomes it
   stands here as often, each time with its condition. A thread sets to 0 what it no longer needs, so that
   the states are the same as well.

   The environment variable CASE says what is to be explored: numbers, in the order in which `init`
   takes them. That is a step too, the first. The last is `question` when the answer is yes. */

/* rules */
#define GET_ONCE 1      /* runqget does not retry */
#define GET_STORES 2    /* runqget stores the head */
#define GRAB_STORES 3   /* runqgrab stores the head */
#define GRAB_REREADS 4  /* runqgrab reads the head after the copy */
#define PUT_EARLY 5     /* runqput moves the tail before the slot is written */
/* asked */
#define TWICE 1
#define LOST 2
#define MISSED 3
#define OVERRUN 4
#define THROWN 5
/* op */
#define PUT 1
#define NEXT 2
#define GET 3

#define PS 3    /* P 0 is the owner's */
#define RING 4  /* the most slots */
#define GS 9    /* G 0 is none */
#define OPS 17  /* one more than the owner may do */

byte rules, asked, size, wrap, thieves, steals, steal_next, ops, op[OPS], arg[OPS], there[GS];

byte head[PS], tail[PS], runnext[PS], runq[PS * RING];
byte ran[GS], global[GS], globals;  /* how often each G was run; the global queue */
byte done;                          /* how many threads have ended */
bool ready, idling, throwing;       /* the owner has found nothing; a thread is about to throw */

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
      now.rules = given(); now.asked = given(); now.size = given(); now.wrap = given();
      now.thieves = given(); now.steals = given(); now.steal_next = given();
      now.runnext[0] = given(); now.there[now.runnext[0]] = 1;
      now.tail[0] = n = given();
      for (i = 0; i < n; i++) now.there[now.runq[i] = given()] = 1;
      now.ops = n = given();
      for (i = 0; i < n; i++) { now.op[i] = given(); now.there[now.arg[i] = given()] = 1; }
    };
    ready = 1;
    done = (ops -> 0 : 1)
  };
end: false
}

/* Indices come again after `wrap`. */
#define LENGTH(h, t) (((t) - (h)) & wrap)
#define PLUS(i, n) (((i) + (n)) & wrap)
#define SLOT(p, i) runq[(p) * RING + ((i) & wrap) % size]

/* The owner. */

inline finish_op() { o++; if :: o == ops -> done++ :: else fi }

/* A round of `swapped`: makes the G runnext, and goes on with the one that was there. */
inline swapped() {
  d_step { rules != PUT_EARLY && op[o] == NEXT && !g -> old = runnext[0] };
  if
  :: d_step { runnext[0] == old -> runnext[0] = arg[o]; g = old; old = 0; if :: !g -> finish_op() :: else fi }
  :: d_step { runnext[0] != old -> old = 0 }
  fi
}

/* A round: the G goes into the ring, or if that is full into the global queue. */
inline runqput() {
  d_step { rules != PUT_EARLY && (op[o] == PUT || g) -> h = head[0]; g = (g -> g : arg[o]) };
  if
  :: d_step { LENGTH(h, tail[0]) < size -> t = tail[0]; h = 0 };
    d_step { SLOT(0, t) = g; g = 0 };
    d_step { tail[0] = PLUS(t, 1); t = 0; finish_op() }
  :: d_step { LENGTH(h, tail[0]) >= size && LENGTH(h, tail[0]) / 2 == size / 2 -> n = size / 2 };
    runqputslow()
  :: d_step { LENGTH(h, tail[0]) >= size && LENGTH(h, tail[0]) / 2 != size / 2 -> throwing = 1 };
    goto end_throwing
  fi
}

inline runqputslow() {
  do
  :: d_step { i < n -> batch[i] = SLOT(0, h + i); i++ }
  :: d_step { i == n && head[0] == h -> head[0] = PLUS(h, n); h = 0; n = 0 };
    d_step {  /* globrunqputbatch */
      do :: n < i -> global[globals] = batch[n]; batch[n] = 0; globals++; n++ :: else -> break od;
      global[globals] = g; globals++; g = 0; i = 0; n = 0; finish_op()
    };
    break
  :: d_step { i == n && head[0] != h ->
              batch[0] = 0; batch[1] = 0; h = 0; n = 0; i = 0; g = (op[o] == PUT -> 0 : g) };
    break
  od
}

inline put_early() {
  d_step { rules == PUT_EARLY && (op[o] == PUT || op[o] == NEXT) };
  d_step { t = tail[0] };
  d_step { tail[0] = PLUS(t, 1) };
  d_step { SLOT(0, t) = arg[o]; t = 0; finish_op() }
}

#define LOOKS_AT_RUNNEXT (rules != GET_ONCE && rules != GET_STORES)

/* Takes a G and runs it, or finds nothing. */
inline runqget() {
  if
  :: d_step { op[o] == GET && LOOKS_AT_RUNNEXT && runnext[0] -> old = runnext[0] };
    if
    :: d_step { runnext[0] == old -> runnext[0] = 0; g = old; old = 0 };
      goto got
    :: d_step { runnext[0] != old -> old = 0 }
    fi
  :: d_step { op[o] == GET && LOOKS_AT_RUNNEXT && !runnext[0] }
  :: d_step { op[o] == GET && !LOOKS_AT_RUNNEXT -> h = head[0] };
    goto tail_next
  fi;
again:
  if :: d_step { h = head[0] } fi;
tail_next:
  if
  :: d_step { tail[0] == h -> h = 0; idling = 1 }
  :: d_step { tail[0] != h };
    d_step { g = SLOT(0, h) };
    if
    :: d_step { rules == GET_STORES || head[0] == h -> head[0] = PLUS(h, 1); h = 0; idling = !g }
    :: d_step { rules == GET_ONCE && head[0] != h -> h = 0; g = 0; idling = 1 }
    :: d_step { rules != GET_STORES && rules != GET_ONCE && head[0] != h -> h = 0; g = 0 };
      goto again
    fi
  fi;
got:
  if
  :: d_step { g -> ran[g]++; g = 0; finish_op() }
  :: d_step { !g -> idling = 0; finish_op() }
  fi
}

active proctype owner() provided (ready) {
  byte o, g, old, h, t, n, i, batch[2];  /* o: which of its operations */
end:
  do
  :: swapped()
  :: runqput()
  :: put_early()
  :: runqget()
  od;
end_throwing:
  false
}

/* The thieves. */

#define me (_pid - 1)
#define HALF (LENGTH(h, tail[0]) - LENGTH(h, tail[0]) / 2)
#define SWAPS (rules != GRAB_STORES && rules != GRAB_REREADS)

inline finish_steal() { s++; if :: s == steals -> done++ :: else fi }

active [PS - 1] proctype thief() provided (ready && _pid <= 1 + thieves) {
  byte s, g, h, t, n, i;  /* s: how often it has stolen; n: how many it takes */
end:
runqsteal:
  if :: d_step { s < steals -> t = tail[me] } fi;
runqgrab:
  if :: d_step { h = head[0] } fi;
  if
  :: d_step { HALF > size / 2 -> h = 0 };
    goto runqgrab
  :: d_step { !HALF && !(steal_next && SWAPS) -> h = 0; t = 0; finish_steal() };
    goto runqsteal
  :: d_step { !HALF && steal_next && SWAPS -> h = 0 };
    goto runnext_next
  :: d_step { HALF && HALF <= size / 2 -> n = HALF }
  fi;
  do
  :: d_step { i < n -> g = SLOT(0, h + i) };
    d_step { SLOT(me, t + i) = g; g = 0; i++; h = (i == n && rules == GRAB_REREADS -> 0 : h) }
  :: d_step { i == n && rules == GRAB_REREADS -> h = head[0]; i = 0 };
    break
  :: d_step { i == n && rules == GRAB_STORES -> head[0] = PLUS(h, n); h = 0; i = 0 };
    goto grabbed
  :: d_step { i == n && SWAPS && head[0] == h -> head[0] = PLUS(h, n); h = 0; i = 0 };
    goto grabbed
  :: d_step { i == n && SWAPS && head[0] != h -> h = 0; n = 0; i = 0 };
    goto runqgrab
  od;
  if
  :: d_step { head[0] == h -> head[0] = PLUS(h, n); h = 0 };
    goto grabbed
  :: d_step { head[0] != h -> h = 0; n = 0 };
    goto runqgrab
  fi;
runnext_next:
  if
  :: d_step { runnext[0] -> g = runnext[0] }
  :: d_step { !runnext[0] -> t = 0; finish_steal() };
    goto runqsteal
  fi;
  if
  :: d_step { runnext[0] == g -> runnext[0] = 0 }
  :: d_step { runnext[0] != g -> g = 0 };
    goto runqgrab
  fi;
  d_step { SLOT(me, t) = g; g = 0; n = 1 };
grabbed:
  if
  :: d_step { n == 1 && SLOT(me, t) -> g = SLOT(me, t); t = 0; n = 0 }
  :: d_step { n == 1 && !SLOT(me, t) -> t = 0; n = 0; finish_steal() };
    goto runqsteal
  :: d_step { n > 1 -> g = SLOT(me, t + n - 1) };
    if
    :: d_step { LENGTH(head[me], t) + n > size -> throwing = 1 };
      goto end_throwing
    :: d_step { LENGTH(head[me], t) + n <= size }
    fi;
    if
    :: d_step { g -> tail[me] = PLUS(t, n - 1); t = 0; n = 0 }
    :: d_step { !g -> tail[me] = PLUS(t, n - 1); t = 0; n = 0; finish_steal() };
      goto runqsteal
    fi
  fi;
  d_step { ran[g]++; g = 0; finish_steal() };
  goto runqsteal;
end_throwing:
  false
}

/* The questions. */

/* How often a G was run or lies in a queue. */
#define LIES(g, p, k) (k < LENGTH(head[p], tail[p]) && k < size && SLOT(p, head[p] + k) == g)
#define IN_RING(g, p) (LIES(g, p, 0) + LIES(g, p, 1) + LIES(g, p, 2) + LIES(g, p, 3))
#define IN_P(g, p) ((runnext[p] == g) + IN_RING(g, p))
#define FOUR(g, k) ((global[k] == g) + (global[k + 1] == g) + (global[k + 2] == g) + (global[k + 3] == g))
#define FOUND(g) (ran[g] + FOUR(g, 0) + FOUR(g, 4) + IN_P(g, 0) + IN_P(g, 1) + IN_P(g, 2))

#define ANY(is) (is(1) || is(2) || is(3) || is(4) || is(5) || is(6) || is(7) || is(8))
#define RAN_TWICE(g) ran[g] > 1
#define FOUND_TWICE(g) FOUND(g) > 1
#define NOT_FOUND(g) (there[g] && !FOUND(g))
#define TOO_LONG(p) LENGTH(head[p], tail[p]) > size
#define ALL_DONE (done > thieves)

active proctype question() provided (ready) {
end:
  do
  :: d_step { asked == TWICE && ANY(RAN_TWICE) -> assert(false) }
  :: d_step { asked == TWICE && ALL_DONE && ANY(FOUND_TWICE) -> assert(false) }
  :: d_step { asked == LOST && ALL_DONE && ANY(NOT_FOUND) -> assert(false) }
  :: d_step { asked == MISSED && idling && (runnext[0] || head[0] != tail[0]) -> assert(false) }
  :: d_step { asked == OVERRUN && (TOO_LONG(0) || TOO_LONG(1) || TOO_LONG(2)) -> assert(false) }
  :: d_step { asked == THROWN && throwing -> assert(false) }
  od
}
