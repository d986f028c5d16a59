import { packlineHome } from '../../config/home.js'
import type { ChangeMaker } from '../../release/change-maker.js'
import { deliveredChange } from '../../release/delivered-change.js'
import type { DeliveryPorts } from '../../release/delivery-ports.js'
import type { PublisherContext } from '../../release/publish/open-publisher.js'
import { publisherPorts } from '../../release/publish/publisher-ports.js'
import type { CommandContext } from '../command.js'

export function publisherContext ({ environment }: CommandContext): PublisherContext {
  return { environment, home: packlineHome(environment) }
}

/** How publishers are reached from this machine. */
export function deliveryPorts (context: CommandContext): DeliveryPorts {
  return publisherPorts(publisherContext(context), context.signal)
}

/** Makes a change that players see, at every publisher that shows it. */
export function deliverHere (context: CommandContext): ChangeMaker {
  return deliveredChange(deliveryPorts(context))
}
