import type { MessageKey } from '../messages/message.js'

/** What `packline help` tells besides the commands: the name of a topic, and its text. */
export const helpTopics = {
  patterns: 'topic.patterns',
  project: 'topic.project',
  'exit-status': 'topic.exitStatus',
  output: 'topic.output',
  variables: 'topic.variables'
} as const satisfies Record<string, MessageKey>

export type HelpTopic = keyof typeof helpTopics

export function isHelpTopic (name: string): name is HelpTopic {
  return Object.hasOwn(helpTopics, name)
}
