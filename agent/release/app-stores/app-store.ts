import type { AppStoreSettings } from '../../config/app-store-schema.js'
import type { Environment } from '../../config/home.js'
import type { PublishFile } from '../publish/publisher.js'
import type { RecordedApplication } from '../registry-model.js'

/**
 * How far an upload has come. `sending`: it began, and no answer was kept. `sent`: a command took it, and
 * nothing more is known. `draft`: the store has it, and somebody has to go on in its console.
 */
export type UploadState =
  | 'sending'
  | 'sent'
  | 'draft'
  | 'processing'
  | 'review'
  | 'available'
  | 'refused'

export interface StoreState {
  state: UploadState
  /** What the store says of it, in its words. */
  detail?: string
  /** By what the store knows it. */
  reference?: string
  /** It reaches another share of players than the settings say. */
  differs?: boolean
}

/** A share of players in percent, nobody more, or as many as before. */
export type StoreRollout = number | 'halt' | 'resume'

/** One package for one store. */
export interface AppUpload {
  file: PublishFile
  application: RecordedApplication
  channel: string
  /** Of which processors there are native libraries inside. */
  abis: readonly string[]
  /** Files that go along in place of the package: its symbols. */
  symbols?: readonly string[]
  /** For players: what is new. */
  notes: string
}

/** A store of applications that players install from. Errors are those of app-store-errors.ts. */
export interface AppStore {
  /** What the store has of this version and build; undefined where it has none. */
  find: (upload: AppUpload, signal: AbortSignal) => Promise<StoreState | undefined>
  /**
   * Whether `find` tells each build from others. Where it does not, what began and was not answered is for
   * people to look at.
   */
  tellsBuilds: boolean
  /** Tries everything that leaves no trace in the store. */
  rehearse: (upload: AppUpload, signal: AbortSignal) => Promise<void>
  /** Sends and submits it. Whatever fails leaves nothing half open. */
  send: (upload: AppUpload, signal: AbortSignal) => Promise<StoreState>
  /**
   * Changes which share of players gets what is there, in stores that have that. A rehearsal tells what would
   * be. Throws APP_STORE_ROLLOUT.
   */
  rollOut?: (
    upload: AppUpload,
    change: StoreRollout,
    isRehearsal: boolean,
    signal: AbortSignal
  ) => Promise<StoreState>
}

export interface AppStoreContext {
  /** The name that the project gave the store. */
  name: string
  settings: AppStoreSettings
  /** The project's folder: paths of the settings are relative to it. */
  folder: string
  environment: Environment
  /** Passes the time between two tries. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  now: () => number
}

/** The number of the build; 0 for one that is no number. */
export function buildNumber ({ build }: RecordedApplication): number {
  const number = Number(build)
  return Number.isSafeInteger(number) ? number : 0
}
