import { defineErrors, neededThing, refused, wrongUsage } from '../define-errors.js'

export const farmErrors = defineErrors({
  FARM_TOO_POOR: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{count} of {total} machines are worse than {wanted}: {machines}',
      zh: '{total} 台机器中有 {count} 台比 {wanted} 差：{machines}'
    },
    hint: {
      en: '"packline farm list" tells what is wrong with each; "packline farm drain" takes one out.',
      zh: '"packline farm list" 会说明每台机器的问题；"packline farm drain" 可将其排空。'
    }
  },
  FARM_MACHINE_ALIVE: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The agent of {device} is up, and would register it again.',
      zh: '{device} 的代理仍在运行，会再次登记。'
    },
    hint: {
      en: 'Drain the machine and end its agent first.',
      zh: '请先排空该机器并停止其代理。'
    }
  },
  FARM_STILL_LISTED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{device} is in farm.agents, at {address}.',
      zh: '{device} 在 farm.agents 中，地址为 {address}。'
    },
    hint: {
      en: 'Take it out of the list in the configuration, and start the agent again.',
      zh: '请从配置的列表中删除它，然后重新启动代理。'
    }
  },
  FARM_DRAINED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{device} is being drained by {by} and begins nothing that needs a licence: {why}',
      zh: '{device} 正被 {by} 排空，不再开始需要许可证的工作：{why}'
    },
    hint: {
      en: 'Run on another machine; "packline farm resume DEVICE" ends the drain.',
      zh: '请在另一台机器上运行；"packline farm resume DEVICE" 可结束排空。'
    }
  },
  FARM_NEEDS_REASON: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'A reason is needed, for everybody to see.',
      zh: '需要填写所有人可见的原因。'
    },
    hint: {
      en: 'Write why, in a few words.',
      zh: '请用几个字写明原因。'
    }
  },
  FARM_LISTED_TWICE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{device} is in farm.agents twice, as {first} and as {second}; the second one is left out.',
      zh: '{device} 在 farm.agents 中出现两次：{first} 和 {second}；后者被忽略。'
    },
    hint: {
      en: 'Keep one of the two addresses.',
      zh: '请只保留其中一个地址。'
    }
  },
  FARM_NAME_TAKEN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Two agents call themselves {device}; {silent} keeps silent, and only the other is shown.',
      zh: '两个代理都自称 {device}；{silent} 保持沉默，只显示另一个。'
    },
    hint: {
      en: 'Give one of them another "device" in its configuration, and start it again.',
      zh: '请在其中一个的配置中改用另一个 "device"，然后重新启动它。'
    }
  },
  FARM_MACHINE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The farm has no machine "{device}"; it has {known}.',
      zh: '机群中没有机器 "{device}"；现有 {known}。'
    },
    hint: {
      en: '"packline farm list" shows the machines and their names.',
      zh: '"packline farm list" 会列出机器及其名称。'
    }
  },
  FARM_NEEDS_ZOOKEEPER: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{what} needs a farm with ZooKeeper.',
      zh: '{what} 需要使用 ZooKeeper 的机群。'
    },
    hint: {
      en: "Without it, copy labels and licences.NAME.devices in the machines' configurations by hand.",
      zh: '没有 ZooKeeper 时，请手工复制各机器配置中的 labels 和 licences.NAME.devices。'
    }
  },
  FARM_REPLACEMENT_UNFIT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: "{device} cannot take another machine's place: {why}.",
      zh: '{device} 不能替换另一台机器：{why}。'
    },
    hint: {
      en: 'Name another machine; "packline farm list" shows the state of each.',
      zh: '请指定另一台机器；"packline farm list" 会列出各机器的状态。'
    }
  },
  FARM_CAPACITY_LOST: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'Without {device} nobody is left for the labels {labels} and the licences {licences}.',
      zh: '没有 {device}，标签 {labels} 和许可证 {licences} 就没有机器可用了。'
    },
    hint: {
      en: 'Give them to another machine first ("packline farm replace"), or force it.',
      zh: '请先把它们交给另一台机器（"packline farm replace"），或强制执行。'
    }
  },
  FARM_AGENT_REFUSED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent at {address} refused with status {status}: {reason}',
      zh: '{address} 的代理拒绝了请求，状态 {status}：{reason}'
    },
    hint: {
      en: 'Give farm.tokenFile a token of that agent with the role admin.',
      zh: '请在 farm.tokenFile 中提供该代理的 admin 角色令牌。'
    }
  }
})
