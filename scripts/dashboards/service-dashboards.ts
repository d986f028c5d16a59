import type { Dashboard, Panel } from './dashboard.js'

/** What the game servers and the farm stand on; the names are those in resources/monitoring/recorded. */
export const services: readonly Dashboard[] = [
  { file: 'redis', uid: 'packline-redis', title: 'packline: Redis', panels: redisPanels() },
  { file: 'mongodb', uid: 'packline-mongodb', title: 'packline: MongoDB', panels: mongodbPanels() },
  { file: 'rabbitmq', uid: 'packline-rabbitmq', title: 'packline: RabbitMQ', panels: rabbitmqPanels() },
  { file: 'zookeeper', uid: 'packline-zookeeper', title: 'packline: ZooKeeper', panels: zookeeperPanels() }
]

function panel (title: string, unit: Panel['unit'], ...queries: Panel['queries']): Panel {
  return { title, unit, queries }
}

function redisPanels (): Panel[] {
  return [
    panel('Answers', 'short', ['redis_up', '{{instance}}']),
    panel('Clients', 'short', ['redis_connected_clients', '{{instance}}'], [
      'redis_blocked_clients',
      '{{instance}} blocked'
    ]),
    panel('Memory', 'bytes', ['redis_memory_used_bytes', '{{instance}}'], [
      'redis_memory_max_bytes > 0',
      '{{instance}} limit'
    ]),
    panel('Fragmentation of memory', 'short', ['redis_mem_fragmentation_ratio', '{{instance}}']),
    panel('Commands', 'ops', ['rate(redis_commands_processed_total[5m])', '{{instance}}']),
    panel('Hits among reads', 'percentunit', [
      'rate(redis_keyspace_hits_total[5m]) / (rate(redis_keyspace_hits_total[5m]) + rate(redis_keyspace_misses_total[5m]))',
      '{{instance}}'
    ]),
    panel('Keys that go', 'ops', ['rate(redis_evicted_keys_total[5m])', '{{instance}} evicted'], [
      'rate(redis_expired_keys_total[5m])',
      '{{instance}} expired'
    ]),
    panel('Connections refused', 'ops', ['rate(redis_rejected_connections_total[5m])', '{{instance}}']),
    panel('Network', 'Bps', ['rate(redis_net_input_bytes_total[5m])', '{{instance}} in'], [
      'rate(redis_net_output_bytes_total[5m])',
      '{{instance}} out'
    ]),
    panel('Replicas', 'short', ['redis_connected_slaves', '{{instance}} has'], [
      'redis_master_link_up',
      '{{instance}} follows'
    ]),
    panel('Replicas behind', 's', ['redis_connected_slave_lag_seconds', '{{slave_ip}}:{{slave_port}}']),
    panel('Age of the last save', 's', ['time() - redis_rdb_last_save_timestamp_seconds', '{{instance}}']),
    panel('Changes since the last save', 'short', ['redis_rdb_changes_since_last_save', '{{instance}}']),
    panel('Cluster', 'short', ['redis_cluster_state', '{{instance}} in order'], [
      'redis_cluster_slots_fail + redis_cluster_slots_pfail',
      '{{instance}} slots that fail'
    ])
  ]
}

function mongodbPanels (): Panel[] {
  return [
    panel('Answers', 'short', ['mongodb_up', '{{instance}}']),
    panel('State of each member (1 primary, 2 secondary)', 'short', [
      'max by (rs_nm, member_idx) (mongodb_rs_members_state)',
      '{{rs_nm}} {{member_idx}}'
    ]),
    panel('Members that answer their set', 'short', [
      'min by (rs_nm, member_idx) (mongodb_rs_members_health)',
      '{{rs_nm}} {{member_idx}}'
    ]),
    panel('Behind the primary', 's', [
      '(max by (rs_nm) (mongodb_rs_members_optimeDate{member_state="PRIMARY"}) - on (rs_nm) group_right () max by (rs_nm, member_idx) (mongodb_rs_members_optimeDate{member_state="SECONDARY"})) / 1000',
      '{{rs_nm}} {{member_idx}}'
    ]),
    panel('Time that the oplog holds', 's', [
      'mongodb_mongod_replset_oplog_head_timestamp - mongodb_mongod_replset_oplog_tail_timestamp',
      '{{instance}}'
    ]),
    panel('Connections', 'short', ['mongodb_ss_connections{conn_type="current"}', '{{instance}}']),
    panel('Operations', 'ops', ['rate(mongodb_ss_opcounters[5m])', '{{instance}} {{legacy_op_type}}']),
    panel('Operations that wait', 'short', [
      'mongodb_ss_globalLock_currentQueue{count_type!="total"}',
      '{{instance}} {{count_type}}'
    ]),
    panel('Cursors open', 'short', ['mongodb_ss_metrics_cursor_open{csr_type="total"}', '{{instance}}']),
    panel('Cursors timed out', 'ops', ['rate(mongodb_ss_metrics_cursor_timedOut[5m])', '{{instance}}']),
    panel('Cache in use', 'percentunit', [
      'mongodb_ss_wt_cache_bytes_currently_in_the_cache / mongodb_ss_wt_cache_maximum_bytes_configured',
      '{{instance}}'
    ]),
    panel('Dirty part of the cache', 'percentunit', [
      'mongodb_ss_wt_cache_tracked_dirty_bytes_in_the_cache / mongodb_ss_wt_cache_maximum_bytes_configured',
      '{{instance}}'
    ]),
    panel('Memory', 'bytes', ['mongodb_ss_mem_resident * 1048576', '{{instance}}']),
    panel('Network', 'Bps', ['rate(mongodb_ss_network_bytesIn[5m])', '{{instance}} in'], [
      'rate(mongodb_ss_network_bytesOut[5m])',
      '{{instance}} out'
    ])
  ]
}

function rabbitmqPanels (): Panel[] {
  return [
    panel('Nodes', 'short', ['count by (rabbitmq_cluster) (rabbitmq_identity_info)', '{{rabbitmq_cluster}}']),
    panel('Peers that a node reaches', 'short', [
      'sum by (instance) (erlang_vm_dist_node_state == bool 3)',
      '{{instance}}'
    ]),
    panel('Alarms', 'short', ['rabbitmq_alarms_memory_used_watermark', '{{instance}} memory'], [
      'rabbitmq_alarms_free_disk_space_watermark',
      '{{instance}} disk'
    ], ['rabbitmq_alarms_file_descriptor_limit', '{{instance}} descriptors']),
    panel('Messages', 'short', ['rabbitmq_queue_messages_ready', '{{instance}} ready'], [
      'rabbitmq_queue_messages_unacked',
      '{{instance}} unacknowledged'
    ]),
    panel('Ready, the longest queues', 'short', [
      'topk(10, sum by (vhost, queue) (rabbitmq_detailed_queue_messages_ready))',
      '{{vhost}} {{queue}}'
    ]),
    panel('Unacknowledged, the longest queues', 'short', [
      'topk(10, sum by (vhost, queue) (rabbitmq_detailed_queue_messages_unacked))',
      '{{vhost}} {{queue}}'
    ]),
    panel('Consumers of each queue', 'short', [
      'sum by (vhost, queue) (rabbitmq_detailed_queue_consumers)',
      '{{vhost}} {{queue}}'
    ]),
    panel('Published and delivered', 'ops', [
      'sum by (instance) (rate(rabbitmq_global_messages_received_total[5m]))',
      '{{instance}} published'
    ], ['sum by (instance) (rate(rabbitmq_global_messages_delivered_total[5m]))', '{{instance}} delivered']),
    panel('Published to no queue', 'ops', [
      'sum by (instance) (rate(rabbitmq_global_messages_unroutable_dropped_total[5m]))',
      '{{instance}} dropped'
    ], [
      'sum by (instance) (rate(rabbitmq_global_messages_unroutable_returned_total[5m]))',
      '{{instance}} returned'
    ]),
    panel('Connections and channels', 'short', ['rabbitmq_connections', '{{instance}} connections'], [
      'rabbitmq_channels',
      '{{instance}} channels'
    ]),
    panel('Memory', 'bytes', ['rabbitmq_process_resident_memory_bytes', '{{instance}}'], [
      'rabbitmq_resident_memory_limit_bytes',
      '{{instance}} limit'
    ]),
    panel('Free disk', 'bytes', ['rabbitmq_disk_space_available_bytes', '{{instance}}'], [
      'rabbitmq_disk_space_available_limit_bytes',
      '{{instance}} limit'
    ]),
    panel('File descriptors in use', 'percentunit', [
      'rabbitmq_process_open_fds / rabbitmq_process_max_fds',
      '{{instance}}'
    ]),
    panel('Sockets in use', 'percentunit', [
      'rabbitmq_process_open_tcp_sockets / rabbitmq_process_max_tcp_sockets',
      '{{instance}}'
    ])
  ]
}

function zookeeperPanels (): Panel[] {
  const of = (metric: string): string => `${metric}{job="zookeeper"}`
  return [
    panel('Answers', 'short', [of('up'), '{{instance}}']),
    panel('Who leads, since when', 'ms', [of('leader_uptime'), '{{instance}}']),
    panel('Followers in step', 'short', [of('synced_followers'), '{{instance}}'], [
      `${of('quorum_size')} - 1`,
      '{{instance}} should have'
    ]),
    panel('Time to answer', 'ms', [of('avg_latency'), '{{instance}} mean'], [
      of('max_latency'),
      '{{instance}} longest'
    ]),
    panel('Requests that wait', 'short', [of('outstanding_requests'), '{{instance}}']),
    panel('Time to make a transaction safe', 'ms', [
      `rate(${of('fsynctime_sum')}[5m]) / rate(${of('fsynctime_count')}[5m])`,
      '{{instance}}'
    ]),
    panel('Connections', 'short', [of('num_alive_connections'), '{{instance}}']),
    panel('Nodes', 'short', [of('znode_count'), '{{instance}}'], [
      of('ephemerals_count'),
      '{{instance}} ephemeral'
    ]),
    panel('Watches', 'short', [of('watch_count'), '{{instance}}']),
    panel('Size of the data', 'bytes', [of('approximate_data_size'), '{{instance}}']),
    panel('Packets', 'ops', [`rate(${of('packets_received')}[5m])`, '{{instance}} in'], [
      `rate(${of('packets_sent')}[5m])`,
      '{{instance}} out'
    ]),
    panel('File descriptors in use', 'percentunit', [
      `${of('open_file_descriptor_count')} / ${of('max_file_descriptor_count')}`,
      '{{instance}}'
    ])
  ]
}
