import type { DataSourceOptions } from 'typeorm';
import { CreateConfigTables1764000000000 } from '../../migrations/1764000000000-CreateConfigTables.js';
import { CreateRequestLog1764000000001 } from '../../migrations/1764000000001-CreateRequestLog.js';
import { ExtendRequestLog1764000000002 } from '../../migrations/1764000000002-ExtendRequestLog.js';
import { NameSecretsAndLimitEnvironments1764000000003 } from '../../migrations/1764000000003-NameSecretsAndLimitEnvironments.js';
import { SayWhatHostsTake1764000000004 } from '../../migrations/1764000000004-SayWhatHostsTake.js';
import { KeepPriceIds1764000000005 } from '../../migrations/1764000000005-KeepPriceIds.js';
import { KeepRuleHistory1764000000006 } from '../../migrations/1764000000006-KeepRuleHistory.js';
import { FallBackByKind1764000000007 } from '../../migrations/1764000000007-FallBackByKind.js';
import { AddRollouts1764000000008 } from '../../migrations/1764000000008-AddRollouts.js';
import { KeepWastedCost1764000000009 } from '../../migrations/1764000000009-KeepWastedCost.js';
import { SetRetriesByProvider1764000000010 } from '../../migrations/1764000000010-SetRetriesByProvider.js';
import { ContinueStreams1764000000011 } from '../../migrations/1764000000011-ContinueStreams.js';
import { CreateUsageRollups1764000000012 } from '../../migrations/1764000000012-CreateUsageRollups.js';
import { RollUpOldRequests1764000000013 } from '../../migrations/1764000000013-RollUpOldRequests.js';
import { FindRareRequests1764000000014 } from '../../migrations/1764000000014-FindRareRequests.js';
import { KeepPrices1764000000015 } from '../../migrations/1764000000015-KeepPrices.js';
import { RerateCalls1764000000016 } from '../../migrations/1764000000016-RerateCalls.js';
import { EstimateUsage1764000000017 } from '../../migrations/1764000000017-EstimateUsage.js';
import { KeepVendorCost1764000000018 } from '../../migrations/1764000000018-KeepVendorCost.js';
import { RollUpByModel1764000000019 } from '../../migrations/1764000000019-RollUpByModel.js';
import { AddFeedback1764000000022 } from '../../migrations/1764000000022-AddFeedback.js';
import { AddExperiments1764000000023 } from '../../migrations/1764000000023-AddExperiments.js';
import { KeepTimeOfChange1764000000025 } from '../../migrations/1764000000025-KeepTimeOfChange.js';
import { KeepTraceIds1764000000026 } from '../../migrations/1764000000026-KeepTraceIds.js';
import { RedactContent1764000000027 } from '../../migrations/1764000000027-RedactContent.js';
import { AddWebhooks1764000000028 } from '../../migrations/1764000000028-AddWebhooks.js';
import { KnowReplicas1764000000029 } from '../../migrations/1764000000029-KnowReplicas.js';
import { AddShadowArms1764000000030 } from '../../migrations/1764000000030-AddShadowArms.js';
import { CountShadowCalls1764000000031 } from '../../migrations/1764000000031-CountShadowCalls.js';
import { RotateWebhookSecrets1764000000032 } from '../../migrations/1764000000032-RotateWebhookSecrets.js';
import { POOL_OF_CLIENTS } from './database-client.js';

/** In order. The schema version a replica understands is the last one's name. */
export const MIGRATIONS = [
  CreateConfigTables1764000000000,
  CreateRequestLog1764000000001,
  ExtendRequestLog1764000000002,
  NameSecretsAndLimitEnvironments1764000000003,
  SayWhatHostsTake1764000000004,
  KeepPriceIds1764000000005,
  KeepRuleHistory1764000000006,
  FallBackByKind1764000000007,
  AddRollouts1764000000008,
  KeepWastedCost1764000000009,
  SetRetriesByProvider1764000000010,
  ContinueStreams1764000000011,
  CreateUsageRollups1764000000012,
  RollUpOldRequests1764000000013,
  FindRareRequests1764000000014,
  KeepPrices1764000000015,
  RerateCalls1764000000016,
  EstimateUsage1764000000017,
  KeepVendorCost1764000000018,
  RollUpByModel1764000000019,
  AddFeedback1764000000022,
  AddExperiments1764000000023,
  KeepTimeOfChange1764000000025,
  KeepTraceIds1764000000026,
  RedactContent1764000000027,
  AddWebhooks1764000000028,
  KnowReplicas1764000000029,
  AddShadowArms1764000000030,
  CountShadowCalls1764000000031,
  RotateWebhookSecrets1764000000032,
];

/** Undoing one of these would drop the configuration or the whole log; restoring a backup is the way back. */
export const NEVER_UNDONE: readonly string[] = [
  CreateConfigTables1764000000000.name,
  CreateRequestLog1764000000001.name,
];

/** One set of options for Nest, the migrate command and tests: they cannot disagree about the schema. */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities: [],
    migrations: MIGRATIONS,
    migrationsRun: false,
    migrationsTransactionMode: 'all',
    synchronize: false,
    poolSize,
    applicationName: 'llmops-gateway',
    extra: {
      ...POOL_OF_CLIENTS,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
    },
  };
}
