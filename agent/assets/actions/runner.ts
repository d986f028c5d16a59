import type { ActionInputs, ActionRecord } from '../../cache/action-cache.js'
import type { BlobContent } from '../../files/blob-content.js'
import type { BlobReference } from '../../cache/content-store.js'
import type { DoneAction } from './done-action.js'
import type { SharedBlobs } from './shared-blobs.js'
import type { Wording } from '../../messages/phrase.js'

export interface Action<Value> {
  /** Stable from run to run, for example `units/orc page 0`. */
  id: string
  rule: string
  /** The set that it is for, by the id of its group. */
  set?: string
  inputs: ActionInputs
  /** Its result says something of this machine: others are not asked for it, nor told. */
  isLocal?: boolean
  /** Another program does it: what this process works says nothing of it. */
  isProgram?: boolean
  /** Why it is not the action of the run before, where that need not be found out. */
  reasons?: () => Wording[]
  run: () => Promise<{ value?: Value, blobs?: Record<string, BlobContent> }>
}

export interface ActionResult<Value = unknown> {
  value: Value
  blobs: Record<string, BlobReference>
}

/** Runs actions, or takes their results from where they are kept. */
export interface Runner {
  readonly isDryRun: boolean
  /** The result of an action; undefined in a dry run when it is not cached. */
  run: <Value>(action: Action<Value>) => Promise<ActionResult<Value> | undefined>
  /** The same where the result decides which actions follow: a dry run makes it too, and keeps nothing. */
  decide: <Value>(action: Action<Value>) => Promise<ActionResult<Value>>
  /** Keeps a result that is known without running: of the action as the next run will ask for it. */
  remember: (id: string, inputs: ActionInputs, result: ActionResult) => void
  /** An action of this run that is done. */
  done: (id: string) => DoneAction | undefined
  /** Takes the results of actions that a run had done, if all of them are still there: as `run` would. */
  recall: (of: Pick<Action<unknown>, 'rule' | 'set'>, actions: readonly DoneAction[]) => boolean
  /** Whether the run before had that action; of results that came as one its record is not here. */
  hadBefore: (id: string) => boolean
  /** The result of the same action in the run before, when it is still there. */
  previous: (id: string) => ActionRecord | undefined
  /** The bytes of a result, when they are there and whole. */
  read: (reference: BlobReference) => Buffer | undefined
  /**
   * What another machine keeps with `share` under these inputs of a set, its blobs in the store. Where that
   * is late, the set's actions are made without asking anybody.
   */
  find: (set: string, inputs: () => ActionInputs) => Promise<Pick<ActionRecord, 'blobs'> | undefined>
  /** Keeps blobs for other machines where there is a cache to keep them in; some may be in the store. */
  share: (result: () => SharedBlobs) => Promise<void>
}
