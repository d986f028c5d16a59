import { conflict, defineErrors, neededThing, wrongUsage } from '../define-errors.js'

/** The agent of a machine, seen from the command line. */
export const agentErrors = defineErrors({
  AGENT_DRAINING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent is ending and takes no new jobs.',
      zh: '代理正在结束，不再接受新任务。'
    },
    hint: {
      en: 'Try again when it is back, or use another machine.',
      zh: '请待其恢复后重试，或使用另一台机器。'
    }
  },
  AGENT_RESTARTING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent is being restarted.',
      zh: '代理正在重启。'
    },
    hint: {
      en: 'Try again in a moment. If it stays away, look at the log of its service.',
      zh: '请稍后再试。如果代理一直没有恢复，请查看其服务的日志。'
    }
  },
  AGENT_ALREADY_RUNNING: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'Another agent uses {folder} already.',
      zh: '另一个代理已在使用 {folder}。'
    },
    hint: {
      en: 'One agent runs per PACKLINE_HOME. "packline serve --drain" ends the other one.',
      zh: '每个 PACKLINE_HOME 只运行一个代理。"packline serve --drain" 可结束另一个。'
    }
  },
  AGENT_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent at {address} does not answer: {reason}',
      zh: '{address} 上的代理没有应答：{reason}'
    },
    hint: {
      en: 'Start it with "packline serve", or run the command here with --local.',
      zh: '请用 "packline serve" 启动代理，或用 --local 在此运行命令。'
    }
  },
  AGENT_NOT_TRUSTED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent at {address} is not trusted: {reason}',
      zh: '不信任 {address} 上的代理：{reason}'
    },
    hint: {
      en: 'Expected a certificate of this name from an authority that this machine trusts: name the ' +
        'authority with NODE_EXTRA_CA_CERTS=FILE (PEM), or renew the certificate in "http.tls" of that ' +
        'agent.',
      zh: '应为由本机信任的机构为此名称签发的证书：请用 NODE_EXTRA_CA_CERTS=文件（PEM）指定该机构，' +
        '或更新该代理 "http.tls" 中的证书。'
    }
  },
  AGENT_NONE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'No agent of packline is up on this machine.',
      zh: '本机没有运行 packline 代理。'
    },
    hint: {
      en: 'Start it with "packline serve", or name another one in PACKLINE_AGENT.',
      zh: '请用 "packline serve" 启动，或在 PACKLINE_AGENT 中指定另一个代理。'
    }
  },
  AGENT_ANSWER_INVALID: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'What answers at {address} is no packline agent: {reason}',
      zh: '{address} 上应答的不是 packline 代理：{reason}'
    },
    hint: {
      en: 'Check PACKLINE_AGENT, or "listen" in the configuration: another program may hold ' +
        'this address.',
      zh: '请检查 PACKLINE_AGENT 或配置中的 "listen"：该地址可能被其他程序占用。'
    }
  },
  AGENT_VERSION_DIFFERS: {
    kind: 'machine',
    ...wrongUsage,
    retryable: true,
    text: {
      en: 'The agent of this machine runs packline {agent}, this command is packline {packline}.',
      zh: '本机代理运行的是 packline {agent}，而此命令是 packline {packline}。'
    },
    hint: {
      en: 'Restart the agent: "packline serve --drain", and start it again.',
      zh: '请重启代理：先运行 "packline serve --drain"，再启动。'
    }
  }
})
