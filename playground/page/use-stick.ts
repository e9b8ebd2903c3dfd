import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** A list that stays at its end while one is there, and stays where it is while one reads further up. */
export interface Stick {
  /** Scrolls. */
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Grows inside it. */
  readonly content: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  /** What was the newest message when one left the end; null at the end. */
  readonly leftAt: string | null;
}

const NEAR_PX = 48;

/** @param newest the ts of the list's last message; empty for none */
export function useStick(newest: string): Stick {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const [leftAt, setLeftAt] = useState<string | null>(null);

  const stick = useCallback(() => {
    const list = scroller.current;
    if (list !== null && atEnd.current) list.scrollTop = list.scrollHeight;
  }, []);
  const toEnd = useCallback(() => {
    atEnd.current = true;
    setLeftAt(null);
    stick();
  }, [stick]);
  const onScroll = useCallback(() => {
    const list = scroller.current;
    if (list === null) return;
    // Only somebody's scrolling up leaves the end: a list that grew under us has not been left.
    if (list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX) atEnd.current = true;
    else if (list.scrollTop < top.current) atEnd.current = false;
    top.current = list.scrollTop;
    setLeftAt((before) => (atEnd.current ? null : (before ?? newest)));
  }, [newest]);

  useLayoutEffect(stick);
  useEffect(() => {
    const watch = new ResizeObserver(stick);
    if (scroller.current !== null) watch.observe(scroller.current);
    if (content.current !== null) watch.observe(content.current);
    return () => watch.disconnect();
  }, [stick]);
  return { scroller, content, onScroll, toEnd, leftAt };
}
