import { isJsonObject } from '../json-object.js'

export interface InstalledPackage {
  /** As a package URL says it: github.com/package-url/purl-spec. */
  purl: string
  name: string
  version: string
}

/** A way in which packages say that they are there. */
interface Reader {
  isMeant: (path: string) => boolean
  /** Undefined where it does not say so as it should. */
  read: (text: string, system: OperatingSystem) => InstalledPackage[] | undefined
}

interface OperatingSystem {
  id: string
  version: string
}

const readers: readonly Reader[] = [
  {
    // dpkg-query(1); distroless images have a file for each package.
    isMeant: path =>
      path === 'var/lib/dpkg/status' || /^var\/lib\/dpkg\/status\.d\/[^/]+(?<!\.md5sums)$/.test(path),
    read: (text, system) =>
      stanzas(text, /^([A-Za-z-]+): (.*)$/).flatMap((
        { Package: name, Version: version, Architecture: arch, Status }
      ) =>
        name === undefined || version === undefined ||
          (Status !== undefined && !Status.endsWith(' installed'))
          ? []
          : [{ name, version, purl: systemPurl('deb', system, name, version, arch) }]
      )
  },
  {
    // wiki.alpinelinux.org, "Apk spec": the fields of the installed database.
    isMeant: path => path === 'lib/apk/db/installed' || path === 'usr/lib/apk/db/installed',
    read: (text, system) =>
      stanzas(text, /^([A-Za-z]):(.*)$/).flatMap(({ P: name, V: version, A: arch }) =>
        name === undefined || version === undefined
          ? []
          : [{ name, version, purl: systemPurl('apk', system, name, version, arch) }]
      )
  },
  {
    // What npm has installed, not what a lock would allow.
    isMeant: path => /(^|\/)node_modules\/\.package-lock\.json$/.test(path),
    read: text => {
      const packages = packagesIn(text)
      return packages && Object.entries(packages).flatMap(([path, value]) => {
        const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
        const version = isJsonObject(value) ? value.version : undefined
        return typeof version === 'string' && path.includes('node_modules/')
          ? [{ name, version, purl: `pkg:npm/${name.split('/').map(encoded).join('/')}@${encoded(version)}` }]
          : []
      })
    }
  },
  {
    // packaging.python.org, "Recording installed projects".
    isMeant: path => /\.dist-info\/METADATA$/.test(path),
    read: text => {
      const [{ Name: name, Version: version } = {}] = stanzas(text, /^(Name|Version): (.*)$/)
      if (name === undefined || version === undefined) return undefined
      const plain = name.toLowerCase().replace(/[-_.]+/g, '-')
      return [{ name, version, purl: `pkg:pypi/${encoded(plain)}@${encoded(version)}` }]
    }
  }
]
const systemFiles = ['etc/os-release', 'usr/lib/os-release']
/** Lists that nobody reads here. */
const rpmDatabase = /^(var\/lib|usr\/lib\/sysimage)\/rpm\/(rpmdb\.sqlite|Packages(\.db)?)$/

/** Whether a file of an image tells what is installed there. */
export function tellsPackages (path: string): boolean {
  return readers.some(({ isMeant }) => isMeant(path)) || systemFiles.includes(path) || rpmDatabase.test(path)
}

/** What is installed, each once, by package URL; and of which lists nothing is known. */
export function installedPackages (
  files: ReadonlyMap<string, string>
): { packages: InstalledPackage[], unread: string[] } {
  const system = operatingSystem(
    systemFiles.map(path => files.get(path)).find(text => text !== undefined) ?? ''
  )
  const unread = [...files.keys()].filter(path => rpmDatabase.test(path))
  const byPurl = new Map<string, InstalledPackage>()
  for (const [path, text] of files) {
    for (const { isMeant, read } of readers) {
      if (!isMeant(path)) continue
      const found = read(text, system)
      if (found === undefined) unread.push(path)
      for (const each of found ?? []) byPurl.set(each.purl, each)
    }
  }
  return { packages: [...byPurl.values()].sort((a, b) => a.purl < b.purl ? -1 : 1), unread }
}

/** freedesktop.org, os-release(5). */
function operatingSystem (text: string): OperatingSystem {
  const value = (name: string): string =>
    new RegExp(`^${name}="?([A-Za-z0-9._-]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return { id: value('ID'), version: value('VERSION_ID') }
}

function systemPurl (
  type: string,
  { id, version: release }: OperatingSystem,
  name: string,
  version: string,
  arch?: string
): string {
  const qualifiers = [
    ...arch === undefined ? [] : [`arch=${encoded(arch)}`],
    ...release === '' ? [] : [`distro=${encoded(`${id}-${release}`)}`]
  ]
    .join('&')
  return `pkg:${type}/${id === '' ? '' : `${encoded(id)}/`}${encoded(name)}@${encoded(version)}${
    qualifiers === '' ? '' : `?${qualifiers}`
  }`
}

/** Paragraphs of lines NAME and value; the first of two with one name counts. */
function stanzas (text: string, field: RegExp): Array<Partial<Record<string, string>>> {
  return text.split(/\n\s*\n/).map(paragraph => {
    const found: Partial<Record<string, string>> = {}
    for (const line of paragraph.split('\n')) {
      const [, name, value] = field.exec(line) ?? []
      if (name !== undefined && value !== undefined) found[name] ??= value.trim()
    }
    return found
  })
}

function packagesIn (text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) && isJsonObject(value.packages) ? value.packages : undefined
  } catch {
    return undefined
  }
}

function encoded (text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':')
}
