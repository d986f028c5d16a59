import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join, posix } from 'node:path'
import { outputPaths } from './hostile-project.js'
import type { OutputKind } from './hostile-project.js'

/** Makes the place of the outputs, and says where it is; mounts need a namespace that they go with. */
export function makeOutputPlace (project: string, kind: OutputKind): string {
  const output = join(project, posix.normalize(outputPaths[kind])).replace(/\/$/, '')
  switch (kind) {
    case 'plain':
    case 'deep':
    case 'dotted':
      break
    case 'link':
      mkdirSync(join(project, 'elsewhere'))
      symlinkSync('elsewhere', output)
      break
    case 'volume':
      mkdirSync(output)
      mount('-t', 'tmpfs', 'none', output)
      break
    case 'volume inside':
      mkdirSync(join(output, 's0'), { recursive: true })
      mount('-t', 'tmpfs', 'none', join(output, 's0'))
      break
    case 'bind': {
      const host = join(project, 'host')
      mkdirSync(host)
      mkdirSync(output)
      mount('--bind', host, output)
      break
    }
    case 'overlay': {
      const layers = join(project, 'layers')
      mkdirSync(output)
      mkdirSync(layers)
      mount('-t', 'tmpfs', 'none', layers)
      for (const layer of ['lower', 'upper', 'work']) mkdirSync(join(layers, layer))
      const folders = ['lower', 'upper', 'work'].map(layer => `${layer}dir=${join(layers, layer)}`).join(',')
      mount('-t', 'overlay', '-o', folders, 'none', output)
    }
  }
  return output
}

function mount (...args: string[]): void {
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`mount ${args.join(' ')}: ${stderr}`)
}

/** Takes away what `makeOutputPlace` mounted. */
export function unmountBelow (project: string, kind: OutputKind): void {
  const places: Partial<Record<OutputKind, string[]>> = {
    volume: ['out'],
    bind: ['out'],
    'volume inside': ['out/s0'],
    overlay: ['out', 'layers']
  }
  for (const place of places[kind] ?? []) spawnSync('umount', ['--lazy', join(project, place)])
}
