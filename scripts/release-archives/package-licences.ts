import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface ShippedPackage {
  name: string
  version: string
  folder: string
}

/** The packages in a folder with node_modules that these files belong to, by their names. */
export function packagesOf (installed: string, files: readonly string[]): ShippedPackage[] {
  return [...new Set(files.map(packageOf))]
    .filter(Boolean)
    .map(folder => {
      const { name, version } = JSON.parse(
        readFileSync(join(installed, folder, 'package.json'), 'utf8')
      ) as Record<'name' | 'version', string>
      return { name, version, folder }
    })
    .sort((one, other) => one.name < other.name ? -1 : one.name > other.name ? 1 : 0)
}

/** The folder of the package that a file belongs to. */
export function packageOf (path: string): string {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? ''
}

/** What the licences of packages within a bundle want to be kept: their texts, each once. */
export function licenceTexts (installed: string, packages: readonly ShippedPackage[]): string {
  const byText = new Map<string, string[]>()
  for (const { name, version, folder } of packages) {
    const place = join(installed, folder)
    const { license } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as { license?: string }
    const texts = readdirSync(place)
      .filter(file => /^(?:licen[cs]e|copying|notice)/i.test(file))
      .sort()
      .map(file => readFileSync(join(place, file), 'utf8').trim())
    const text = texts.length === 0 ? `Its licence is ${license ?? 'not told'}.` : texts.join('\n\n')
    byText.set(text, [...byText.get(text) ?? [], `${name} ${version}`])
  }
  return [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`).join(
    `\n${'-'.repeat(72)}\n\n`
  )
}
