/**
 * The error catalogue: every error that a person or a program may meet. Texts and hints are in messages/,
 * under the same code.
 */

interface Kind {
  exitStatus: number
  httpStatus: number
  retryable: boolean
}

/** The work itself failed: bad art, a tool that reports an error, a full disk. */
const work: Kind = { exitStatus: 1, httpStatus: 422, retryable: false }
/** Wrong usage or configuration. */
const usage: Kind = { exitStatus: 2, httpStatus: 400, retryable: false }
/** A tool, licence or service that is needed is missing, or was not granted in time. */
const missing: Kind = { exitStatus: 3, httpStatus: 503, retryable: true }
/** Somebody else was there first: read again and decide again. */
const conflict: Kind = { exitStatus: 1, httpStatus: 409, retryable: true }
/** What is there stands against it, here and on every machine: the same request would be refused again. */
const refused: Kind = { ...conflict, retryable: false }
const interrupted: Kind = { exitStatus: 130, httpStatus: 499, retryable: true }

const kinds = {
  INTERNAL: { exitStatus: 1, httpStatus: 500, retryable: false },
  INTERRUPTED: interrupted,

  USAGE_UNKNOWN_COMMAND: usage,
  USAGE_UNKNOWN_OPTION: usage,
  USAGE_BAD_VALUE: usage,
  USAGE_MISSING_ARGUMENT: usage,
  USAGE_UNEXPECTED_ARGUMENT: usage,

  LIBRARY_TOO_OLD: usage,
  LIBRARY_TOO_NEW: usage,
  LIBRARY_UNKNOWN_VERSION: usage,

  HEALTH_TOO_POOR: missing,
  FARM_TOO_POOR: missing,
  FARM_MACHINE_ALIVE: { ...conflict, retryable: false },
  FARM_STILL_LISTED: usage,
  FARM_DRAINED: missing,
  FARM_NEEDS_REASON: usage,
  LICENCE_SEAT_CHANGED: { ...conflict, retryable: false },
  FARM_LISTED_TWICE: usage,
  FARM_NAME_TAKEN: usage,
  ALERT_NO_DESTINATION: usage,
  FARM_MACHINE_UNKNOWN: usage,
  FARM_NEEDS_ZOOKEEPER: usage,
  FARM_REPLACEMENT_UNFIT: usage,
  FARM_CAPACITY_LOST: refused,
  FARM_AGENT_REFUSED: missing,

  CONFIG_NOT_FOUND: usage,
  CONFIG_UNREADABLE: usage,
  CONFIG_NOT_JSON: usage,
  CONFIG_INVALID: usage,
  AGENT_CONFIG_NOT_FOUND: usage,
  CONFIG_SECRET_MISSING: usage,

  HTTP_INVALID_REQUEST: usage,
  HTTP_INVALID_JSON: usage,
  HTTP_BAD_PATH: usage,
  HTTP_UNAUTHORIZED: { ...usage, httpStatus: 401 },
  HTTP_FORBIDDEN: { ...usage, httpStatus: 403 },
  HTTP_FOREIGN_ORIGIN: { ...usage, httpStatus: 403 },
  HTTP_NOT_FOUND: { ...usage, httpStatus: 404 },
  HTTP_TOO_LARGE: { ...usage, httpStatus: 413 },
  HTTP_MEDIA_TYPE: { ...usage, httpStatus: 415 },
  HTTP_WRONG_HOST: { ...usage, httpStatus: 421 },
  HTTP_RATE_LIMITED: { ...missing, httpStatus: 429 },
  AGENT_LISTEN_FAILED: missing,
  AGENT_NEEDS_TOKENS: usage,
  AGENT_TOKENS_INVALID: usage,
  AGENT_TOKEN_UNKNOWN: usage,
  AGENT_DRAINING: missing,
  AGENT_ALREADY_RUNNING: conflict,
  AGENT_UNREACHABLE: missing,
  AGENT_NONE: missing,
  AGENT_ANSWER_INVALID: missing,
  AGENT_VERSION_DIFFERS: usage,
  JOB_JOURNAL_UNREADABLE: work,
  JOB_JOURNAL_UNWRITABLE: missing,
  JOB_UNKNOWN: { ...usage, httpStatus: 404 },
  JOB_KIND_UNKNOWN: usage,
  JOB_KIND_NOT_TAKEN: missing,
  JOB_PARAMETERS_INVALID: usage,
  JOB_WORKSPACE_NOT_ALLOWED: { ...usage, httpStatus: 403 },
  JOB_PATH_OUTSIDE: { ...usage, httpStatus: 403 },
  JOB_KEY_REUSED: { ...usage, httpStatus: 409 },
  JOB_QUEUE_FULL: missing,
  JOB_OFFSET_INVALID: { ...usage, httpStatus: 416 },
  JOB_NOT_ENDED: conflict,
  JOB_NO_REPORT: { ...work, httpStatus: 404 },
  JOB_CRASHED: work,
  JOB_LOST: { ...work, retryable: true },
  JOB_CANCELLED: { ...interrupted, retryable: false },

  ZOOKEEPER_SERVERS_INVALID: usage,
  ZOOKEEPER_CHROOT_INVALID: usage,
  ZOOKEEPER_PATH_INVALID: usage,
  ZOOKEEPER_AUTH_FAILED: usage,
  ZOOKEEPER_CHROOT_MISSING: usage,
  ZOOKEEPER_CHROOT_NOT_WRITABLE: usage,
  ZOOKEEPER_NOT_ALLOWED: usage,
  ZOOKEEPER_UNAVAILABLE: missing,
  ZOOKEEPER_NOT_ZOOKEEPER: missing,
  ZOOKEEPER_TLS_FAILED: missing,
  ZOOKEEPER_CONNECTION_LOSS: missing,
  ZOOKEEPER_SESSION_LOST: missing,
  ZOOKEEPER_CLOSED: { ...interrupted, retryable: false },
  ZOOKEEPER_NO_NODE: conflict,
  ZOOKEEPER_NODE_EXISTS: conflict,
  ZOOKEEPER_BAD_VERSION: conflict,
  ZOOKEEPER_NOT_EMPTY: conflict,
  ZOOKEEPER_TOO_LARGE: work,
  ZOOKEEPER_REFUSED: work,
  DOCUMENT_KEY_INVALID: usage,
  DOCUMENT_CONFLICT: conflict,
  DOCUMENT_TOO_LARGE: work,
  DOCUMENT_DAMAGED: work,
  DOCUMENTS_LOCKED: missing,
  DOCUMENTS_UNREADABLE: work,
  DOCUMENTS_CLOSED: { ...interrupted, retryable: false },

  ATLAS_BAD_FRAME_NAME: work,
  DISK_FULL: work,
  CACHE_ENTRY_LOST: { ...work, retryable: true },
  OUTPUT_NOT_OURS: work,
  OUTPUT_NOT_WRITABLE: work,
  SCAN_LINK_LEAVES_PROJECT: work,
  SCAN_UNREADABLE: work,
  SCAN_NAMES_DIFFER_IN_CASE: work,
  SCAN_FILE_CHANGED: { ...work, retryable: true },
  PLAN_UNKNOWN_RULE: usage,
  PLAN_OUTPUT_COLLISION: work,
  PLAN_CYCLE: usage,
  PLAN_NOTHING_MATCHES: work,
  RUN_FAILED: work,

  CCSUI_MISSING_REFERENCE: work,
  ATLAS_NO_PICTURES: usage,
  ATLAS_BAD_SHEET: work,
  ATLAS_DUPLICATE_FRAME: work,
  ATLAS_SPRITE_TOO_LARGE: work,
  IMAGE_EMPTY: work,
  IMAGE_TRUNCATED: work,
  IMAGE_WRONG_FORMAT: work,
  IMAGE_UNSUPPORTED: work,
  IMAGE_TOO_LARGE: work,
  IMAGE_ENCODER_FAILED: work,
  TOOL_NOT_FOUND: missing,
  TOOL_FAILED: work,
  TEXTUREPACKER_FAILED: work,
  TEXTUREPACKER_DEMO_OUTPUT: missing,
  TEXTUREPACKER_TERMS: missing,
  TEXTUREPACKER_VERSION: missing,
  TEXTUREPACKER_FRAMES: work,
  TEXTUREPACKER_NINE_PATCH: work,
  TEXTUREPACKER_FRAME_NAME: work,
  TEXTUREPACKER_TPS_INVALID: work,
  TEXTUREPACKER_TPS_UNSUPPORTED: work,

  LICENCE_UNKNOWN: usage,
  LICENCE_DEVICE_NOT_ALLOWED: missing,
  LICENCE_WAIT_TIMEOUT: missing,
  LICENCE_LOST: missing,
  LICENCE_CONFIG_DIFFERS: usage,
  LICENCE_NOT_PINNED: usage,
  LICENCE_DEVICE_NOT_PINNED: usage,
  LICENCE_DEVICE_UNKNOWN: usage,
  LICENCE_ALL_PINNED: usage,
  LICENCE_SEAT_UNKNOWN: usage,
  LICENCE_SEAT_IN_USE: conflict,
  LICENCE_STORE_BUSY: missing,
  LICENCE_GUARD_FAILED: missing,
  LICENCE_RECORD_DAMAGED: missing,
  DEVICE_UNIDENTIFIED: usage,

  RELEASE_VERSION_INVALID: usage,
  RELEASE_VERSION_DOWN: usage,
  RELEASE_BUILD_NOT_RISING: usage,
  RELEASE_UNKNOWN: usage,
  RELEASE_TARGET_UNKNOWN: usage,
  RELEASE_TARGET_EXISTS: usage,
  RELEASE_TARGET_IN_USE: refused,
  RELEASE_ENVIRONMENT_UNKNOWN: usage,
  RELEASE_ENVIRONMENT_EXISTS: usage,
  RELEASE_NOT_AT_TARGET: usage,
  RELEASE_ROW_FIXED: refused,
  RELEASE_STATE_NOT_ALLOWED: refused,
  RELEASE_SUBMITTED_TWICE: refused,
  RELEASE_ROLLOUT_NARROWS: refused,
  RELEASE_FLIP_REFUSED: refused,
  RELEASE_FLIP_LOST: refused,
  RELEASE_NOTHING_TO_UNDO: usage,
  RELEASE_ARTIFACT_MISSING: usage,
  RELEASE_ARTIFACT_CHANGED: work,
  RELEASE_ARTIFACT_NAME: usage,
  RELEASE_PUBLISHED_DIFFERS: refused,
  RELEASE_PUBLISHER_FAILED: work,
  RELEASE_RECORD_DAMAGED: work,
  RELEASE_NOT_REBUILDABLE: work,
  RELEASE_BASELINE_DIFFERS: work,
  RELEASE_REBUILD_DIFFERS: work,
  RELEASE_BUSY: missing,
  HOT_UPDATE_VERSION_REUSED: refused,
  HOT_UPDATE_VERSION_DOWN: usage,

  PACKAGE_NO_VERSION: usage,
  PACKAGE_NO_ROWS: usage,
  PACKAGE_UNKNOWN_ROW: usage,
  PACKAGE_ROW_COLLISION: usage,
  PACKAGE_INPUT_MISSING: work,
  PACKAGE_NOT_ZIP: work,
  PACKAGE_TRUNCATED: work,
  PACKAGE_DAMAGED: work,
  PACKAGE_ZIP64: work,
  PACKAGE_ENCRYPTED: work,
  PACKAGE_DUPLICATE_ENTRY: work,
  PACKAGE_UNSAFE_ENTRY: work,
  PACKAGE_BOMB: work,
  PACKAGE_TOO_LARGE: work,
  PACKAGE_ENTRY_MISSING: work,
  PACKAGE_UNSIGNED: work,
  PACKAGE_V1_ONLY: work,
  PACKAGE_HAS_COMMENT: work,
  PACKAGE_CHANNEL_INVALID: usage,
  PACKAGE_SIGNING_BLOCK_DAMAGED: work,
  PACKAGE_SIGNING_NEEDED: usage,
  PACKAGE_KEY_MISSING: missing,
  PACKAGE_KEY_PASSWORD: work,
  PACKAGE_SIGNING_FAILED: work,
  PACKAGE_VERIFY_FAILED: work,
  PACKAGE_COMMAND_FAILED: work,
  PACKAGE_COMMAND_NO_OUTPUT: work,
  PACKAGE_PLIST_DAMAGED: work,
  PACKAGE_DISK_RESERVE: work,
  HOT_UPDATE_NOT_CONFIGURED: usage,
  HOT_UPDATE_UNKNOWN_TARGET: usage,
  HOT_UPDATE_NO_CONTENT: work,
  HOT_UPDATE_UNSAFE_PATH: work,
  HOT_UPDATE_VERSION_INVALID: usage,
  HOT_UPDATE_UNKNOWN_VERSION: usage,
  HOT_UPDATE_URL_CHANGED: usage,
  HOT_UPDATE_DAMAGED: work,
  HOT_UPDATE_REPLAY_FAILED: work,

  CCSUI_UNREADABLE: work,
  CCSUI_NO_INPUT: usage,
  CCSUI_NOT_XML: work,
  CCSUI_TRUNCATED: work,
  CCSUI_NOT_UTF8: work,
  CCSUI_DUPLICATE_ATTRIBUTE: work,
  CCSUI_DOCTYPE: work,
  CCSUI_ENTITY: work,
  CCSUI_TOO_LARGE: work,
  CCSUI_TOO_DEEP: work,
  CCSUI_TOO_MANY: work,
  CCSUI_WRONG_ROOT: work,
  CCSUI_NO_CONTENT: work,
  CCSUI_NO_OBJECT_DATA: work,
  CCSUI_OLD_STUDIO: work,
  CCSUI_IS_CSB: work,
  CCSUI_UNKNOWN_CLASS: work,
  CCSUI_REFERENCE_OUTSIDE: work,
  CCSUI_DUPLICATE_OUTPUT: work,
  CCSUI_EXPORT_FAILED: work,
  CCSUI_OLD_CSB: work,
  CCSUI_NOT_CSB: work,
  CCSUI_WRONG_INPUT: usage,

  JENKINS_NAME_INVALID: usage,
  JENKINS_UNREACHABLE: missing,
  JENKINS_TIMEOUT: missing,
  JENKINS_UNAVAILABLE: missing,
  JENKINS_ANSWER_INVALID: missing,
  JENKINS_UNAUTHORIZED: usage,
  JENKINS_FORBIDDEN: usage,
  JENKINS_NOT_FOUND: usage,
  JENKINS_REFUSED: work,
  JENKINS_OUTCOME_UNKNOWN: { ...work, httpStatus: 502 },
  JENKINS_NODE_UNCHANGED: conflict,
  JENKINS_JOB_NOT_PARAMETERISED: usage,
  JENKINS_JOB_DISABLED: missing,
  REPOSITORY_COMMAND_FAILED: missing,
  REPOSITORY_TOOL_MISSING: missing,
  REPOSITORY_UNKNOWN: usage,
  HOOK_UNKNOWN_FORGE: { ...usage, httpStatus: 404 },
  HOOK_REFUSED: { ...usage, httpStatus: 401 },
  HOOK_UNKNOWN_REPOSITORY: { ...usage, httpStatus: 404 },
  HOOK_INVALID: usage,
  HOOK_TOO_OLD: { ...usage, httpStatus: 401 },
  TRIGGER_JOB_PARAMETERS: usage,
  TRIGGER_LOCAL_RUN_FAILED: work,
  FORGE_REFUSED: missing,
  FORGE_UNREACHABLE: missing
} as const satisfies Record<string, Kind>

export type ErrorCode = keyof typeof kinds
export type ErrorDetails = Record<string, unknown>

export const errorCodes = Object.keys(kinds) as ErrorCode[]

/**
 * An error with a stable code. `details` fill the placeholders of its message, and go to programs as they
 * are.
 */
export class PacklineError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  override readonly name = 'PacklineError'

  constructor (code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(details)}`, options)
    this.code = code
    this.details = details
  }

  get exitStatus (): number {
    return kinds[this.code].exitStatus
  }
  get httpStatus (): number {
    return kinds[this.code].httpStatus
  }
  get retryable (): boolean {
    return kinds[this.code].retryable
  }
}

export function hasCode (error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Whatever was thrown, as an error of the catalogue. Cancellation by a signal becomes INTERRUPTED. */
export function toPacklineError (error: unknown): PacklineError {
  if (error instanceof PacklineError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new PacklineError('INTERRUPTED', {}, { cause: error })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new PacklineError('INTERNAL', { reason }, { cause: error })
}
