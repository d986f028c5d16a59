import { conflict, defineErrors, joined, neededThing, refused, wrongUsage } from '../define-errors.js'

export const licenceErrors = defineErrors({
  LICENCE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no licence "{licence}" in the agent\'s configuration.',
      zh: '代理配置中没有许可证 "{licence}"。'
    },
    hint: {
      en: 'Add it under "licences"; known are {known}.',
      zh: '请在 "licences" 中添加；已知的有 {known}。'
    }
  },
  LICENCE_DEVICE_NOT_ALLOWED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The licence {licence} is pinned to {devices}; this device is {device}.',
      zh: '许可证 {licence} 只允许设备 {devices} 使用；本设备是 {device}。'
    },
    hint: {
      en: 'Run this job on one of those devices, or pin this one: "packline licence pin {device}".',
      zh: '请在允许的设备上运行，或添加本设备："packline licence pin {device}"。'
    }
  },
  LICENCE_WAIT_TIMEOUT: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'No seat of {licence} came free within {waited}; position {position} in the queue. Held by {held}.',
      zh: '{waited} 内没有等到 {licence} 的席位；排队位置 {position}。当前持有者：{held}。'
    },
    hint: {
      en: 'Run again later, raise the licence\'s maxWaitMs, or see who holds it: "packline licence status".',
      zh: '请稍后再试，增大该许可证的 maxWaitMs，或用 "packline licence status" 查看持有者。'
    }
  },
  LICENCE_LOST: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The seat of {licence} was lost during the work: {reason}. Nothing was published.',
      zh: '工作期间失去了 {licence} 的席位：{reason}。未发布任何内容。'
    },
    hint: {
      en: 'Run again; the seat was given to another device or could not be renewed.',
      zh: '请重新运行；席位已给了另一台设备，或无法续期。'
    }
  },
  LICENCE_CONFIG_DIFFERS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en:
        'The licence {licence} is configured differently on this machine than on the others: {differences}.',
      zh: '许可证 {licence} 在本机的配置与其他机器不同：{differences}。'
    },
    hint: {
      en: joined(
        'Make the configurations equal. To change them for all, change every machine and run ',
        '"packline licence adopt --licence {licence} --why …" on one.'
      ),
      zh: '请统一配置。若要为所有机器更改，请先改好每台机器，再在其中一台运行 "packline licence adopt ' +
        '--licence {licence} --why …"。'
    }
  },
  LICENCE_NOT_PINNED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The licence {licence} has mode "{mode}"; only pinned licences have a list of devices.',
      zh: '许可证 {licence} 的模式是 "{mode}"；只有 pinned 模式才有设备列表。'
    },
    hint: {
      en: joined(
        "Name the devices under licences.{licence}.devices in the agents' configuration, ",
        'with mode "pinned"; with "{mode}" any machine may take a seat.'
      ),
      zh: joined(
        '请在代理配置的 licences.{licence}.devices 中列出设备并使用模式 "pinned"；模式 ',
        '"{mode}" 下任何机器都可占用席位。'
      )
    }
  },
  LICENCE_PINS_NOT_SHARED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'A change of the pins of {licence} would count on this machine only: the farm shares no store.',
      zh: '对 {licence} 固定设备的更改只会在本机生效：各机器没有共享存储。'
    },
    hint: {
      en: 'Change "devices" in the configuration of every machine, or configure "zookeeper".',
      zh: '请在每台机器的配置中修改 "devices"，或配置 "zookeeper"。'
    }
  },
  LICENCE_DEVICE_NOT_PINNED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{device} is not among the devices of {licence}: {devices}.',
      zh: '{device} 不在 {licence} 的设备列表中：{devices}。'
    },
    hint: {
      en: 'Name one of these devices; "packline licence status" shows them.',
      zh: '请指定其中一台设备；"packline licence status" 会列出它们。'
    }
  },
  LICENCE_DEVICE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'No machine named "{device}" has ever reported.',
      zh: '从未有名为 "{device}" 的机器上报过。'
    },
    hint: {
      en: 'Known are {known}. Start the agent there once, or pin it all the same with --force.',
      zh: '已知的有 {known}。请先在该机器上启动一次代理，或用 --force 强制固定。'
    }
  },
  LICENCE_ALL_PINNED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{licence} has {seats} seats and all are pinned: {devices}.',
      zh: '{licence} 有 {seats} 个席位，已全部固定：{devices}。'
    },
    hint: {
      en: 'Unpin one first: "packline licence unpin DEVICE".',
      zh: '请先解除一个："packline licence unpin DEVICE"。'
    }
  },
  LICENCE_SEAT_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{licence} has no seat {seat}; its seats are 0 to {last}.',
      zh: '{licence} 没有席位 {seat}；席位编号为 0 到 {last}。'
    },
    hint: {
      en: '"packline licence status" shows the seats and who holds them.',
      zh: '"packline licence status" 会列出席位及其持有者。'
    }
  },
  LICENCE_SEAT_IN_USE: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'Seat {seat} of {licence} is in use; there are to be {seats} seats only.',
      zh: '{licence} 的席位 {seat} 正在使用；只应有 {seats} 个席位。'
    },
    hint: {
      en: 'Wait until it is free, or take it away first: "packline licence release {seat} --force --why …".',
      zh: '请等它空闲，或先收回："packline licence release {seat} --force --why …"。'
    }
  },
  LICENCE_SEAT_CHANGED: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'Seat {seat} of {licence} is not held by {expected} any more, but by {device}.',
      zh: '{licence} 的席位 {seat} 已不由 {expected} 持有，现由 {device} 持有。'
    },
    hint: {
      en: 'Nothing was taken away. Look at "packline licence status" and decide again.',
      zh: '没有收回任何席位。请用 "packline licence status" 查看后再决定。'
    }
  },
  LICENCE_STORE_BUSY: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{file} stayed locked for {waitedMs} ms.',
      zh: '{file} 被锁定超过 {waitedMs} 毫秒。'
    },
    hint: {
      en: 'A stopped process may hold it: "fuser -v {file}" shows which.',
      zh: '可能有被暂停的进程占用；"fuser -v {file}" 可查看是哪个。'
    }
  },
  LICENCE_GUARD_FAILED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The process that guards licensed tools failed: {reason}',
      zh: '守护需许可证的工具的进程失败：{reason}'
    },
    hint: {
      en: 'The tool was stopped, so that it does not run without a seat. Run again; if it ' +
        'comes again, "packline doctor" looks at the machine.',
      zh: '为避免工具在没有席位时运行，已将其停止。请重新运行；如果再次出现，请用 "packline ' +
        'doctor" 检查本机。'
    }
  },
  LICENCE_RECORD_DAMAGED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The ZooKeeper node {path} holds no valid record.',
      zh: 'ZooKeeper 节点 {path} 中没有有效记录。'
    },
    hint: {
      en: 'Stop all agents, remove the node and its children with zkCli, and start them again.',
      zh: '请停止所有代理，用 zkCli 删除该节点及其子节点，然后重新启动。'
    }
  }
})
