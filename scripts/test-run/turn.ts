import type { Test } from 'tap'

let current: Test | undefined

export function takeTurn (test: Test): void {
  current = test
}

/** What stands for tap's root in the test file that is loaded now. */
export function turn (): Test | undefined {
  return current
}
