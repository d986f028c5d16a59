import { resolve } from 'node:path'

const examples = resolve(import.meta.dirname, '../../../resources/examples')

/** What the reader is told to run; docs/operators.md goes through the same commands. */
export const onboardCommands = {
  write: 'packline onboard --write',
  plan: 'packline assets plan',
  ignore: String.raw`printf 'build/\n.packline/\n' >> .gitignore`,
  layouts: 'packline assets build && git add packline-layouts',
  jenkinsfile: `cp ${examples}/Jenkinsfile.scripted Jenkinsfile`,
  label: 'packline farm list',
  hook: 'packline trigger status',
  targets: 'packline target list',
  agent: 'packline serve',
  machine: 'packline doctor'
} as const
