import type { ProcessorName } from '../../config/rule-schema.js'
import type { MessageKey, MessageParameters } from '../../messages/message.js'

/** A rule as it is written into a project file. */
export interface ProposedRule {
  name: string
  processor: ProcessorName
  include: string[]
  exclude?: string[]
  output?: string
  options?: object
}

/** What was seen, and is not as one would expect in the rules. */
export interface LeftOut {
  path: string
  key: MessageKey
  parameters: MessageParameters
}

export interface Proposal {
  rules: ProposedRule[]
  left: LeftOut[]
}
