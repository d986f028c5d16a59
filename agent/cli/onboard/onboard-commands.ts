import { resolve } from 'node:path'

const examples = resolve(import.meta.dirname, '../../../resources/examples')

/** What the reader is told to run; docs/operators.md goes through the same commands. */
export const onboardCommands = {
  write: 'packline onboard --write',
  plan: 'packline assets plan',
  ignore: String.raw`printf 'build/\n.packline/\n' >> .gitignore`,
  layouts: 'packline assets build && git add packline-layouts',
  jenkinsfile: `cp ${examples}/Jenkinsfile.scripted Jenkinsfile`,
  label: 'packline help labels',
  hook: 'packline help repositories',
  targets: 'packline help targets',
  agent: 'packline serve',
  machine: 'packline doctor'
} as const

/** The command that has version control leave `folders` alone, whatever it leaves alone already. */
export function ignoreCommand (kind: 'git' | 'svn', folders: readonly string[], endsInLine = true): string {
  const lines = folders.map(folder => String.raw`${folder}${kind === 'git' ? '/' : ''}\n`).join('')
  return kind === 'git'
    ? `printf '${endsInLine ? '' : String.raw`\n`}${lines}' >> .gitignore`
    : `{ svn propget svn:ignore . 2>/dev/null; printf '${lines}'; } | svn propset svn:ignore -F - .`
}

export function layoutsCommand (kind: 'git' | 'svn'): string {
  return kind === 'git'
    ? onboardCommands.layouts
    : 'packline assets build && svn add --force packline-layouts'
}
