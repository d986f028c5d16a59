import type { Snapshot } from './simulated-server.js'

export interface SimulatedJob {
  seat: number
  epoch: number
  slot: string
  owner: string
  endsAt: number
  isPublished: boolean
}
export interface SimulatedTool {
  device: string
  killAt: number
}

/**
 * One process of the limiter: it reads, thinks and writes at different moments, and may be dead, paused or
 * cut off.
 */
export class SimulatedProcess {
  readonly device: string
  readonly name: string
  generation = 0
  isAlive = true
  isPaused = false
  isCutOff = false
  heardAt = 0
  wants = 0
  missedAt: Record<string, number> = {}
  read: Snapshot | undefined
  jobs = new Map<SimulatedJob, SimulatedTool>()
  readonly clockOffset: number

  constructor (device: string, name: string, clockOffset: number) {
    this.device = device
    this.name = name
    this.clockOffset = clockOffset
  }

  get owner (): string {
    return `${this.name}#${this.generation}`
  }
  get isActive (): boolean {
    return this.isAlive && !this.isPaused
  }
}
