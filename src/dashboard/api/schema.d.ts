// Made by `npm run dashboard:api` from the OpenAPI document. Not to be edited.

export interface paths {
  '/llmops/api/admin/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is signed in, and the token that writes need */
    get: operations['Session_read'];
    put?: never;
    /** Sign in with the admin token; the answer sets a cookie that scripts cannot read */
    post: operations['Session_begin'];
    /** Sign out */
    delete: operations['Session_end'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/providers/vendors': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the vendors and the fields of their credentials */
    get: operations['ProviderConfigs_listVendors'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/providers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List provider configurations */
    get: operations['ProviderConfigs_list'];
    put?: never;
    /** Create a provider configuration; `@slug/model` works at once */
    post: operations['ProviderConfigs_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/providers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a provider configuration; credentials show what is set */
    get: operations['ProviderConfigs_get'];
    put?: never;
    post?: never;
    /** Delete a provider configuration that no version calls */
    delete: operations['ProviderConfigs_delete'];
    options?: never;
    head?: never;
    /** Change a provider configuration; given credentials replace all */
    patch: operations['ProviderConfigs_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/providers/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make the cheapest real call with a provider configuration and say what happened */
    post: operations['ProviderConfigs_test'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List what models cost; an account’s pricingModelMap says which of these its models are */
    get: operations['Prices_list'];
    put?: never;
    /** Write a price or a discount; it wins over the catalog’s, and replaces one under the same conditions */
    post: operations['OwnPrices_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/feedback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Judge the answer to a request of any environment; of a name that it has, the new value takes its place */
    post: operations['Feedback_give'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/requests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List requests, newest first. A request appears a moment after its reply */
    get: operations['RequestLogs_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/requests/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export all requests that the filters leave, newest first, as they are read */
    get: operations['RequestLogs_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/requests/{requestId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a request, with the bodies where content is logged */
    get: operations['RequestLogs_get'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/usage': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Add up requests, tokens, cost and latency; of the last 24 hours unless from and to say otherwise */
    get: operations['Usage_totals'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/usage/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Export usage as a file */
    get: operations['Usage_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/reconcile': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Compare a vendor’s export of usage or costs with the log, by day and model; nothing is changed */
    post: operations['Reconciliation_reconcile'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List webhooks */
    get: operations['Webhooks_list'];
    put?: never;
    /** Create a webhook; its secret is shown this once */
    post: operations['Webhooks_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the events that webhooks may be told of */
    get: operations['Webhooks_events'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a webhook */
    get: operations['Webhooks_get'];
    put?: never;
    post?: never;
    /** Delete a webhook, and its deliveries with it */
    delete: operations['Webhooks_delete'];
    options?: never;
    head?: never;
    /** Change a webhook */
    patch: operations['Webhooks_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/{id}/secret/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign by a new secret, and for a while by the one of before as well; it is shown this once */
    post: operations['Webhooks_rotateSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deliver an event `webhook.test` to it, whichever events it is told of */
    post: operations['Webhooks_test'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List its deliveries of the last 30 days, the newest first */
    get: operations['Webhooks_deliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Deliver once more, with all attempts anew */
    post: operations['Webhooks_redeliver'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/environments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List environments */
    get: operations['Environments_list'];
    put?: never;
    /** Create an environment; it has no secret yet */
    post: operations['Environments_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/environments/content-redaction/try': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** See what would be kept of a text; nothing is stored */
    post: operations['Environments_tryRedaction'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/environments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read an environment */
    get: operations['Environments_get'];
    put?: never;
    post?: never;
    /** Delete an environment that no rule is for; its secrets end */
    delete: operations['Environments_delete'];
    options?: never;
    head?: never;
    /** Change an environment */
    patch: operations['Environments_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/environments/{id}/secrets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the secrets of an environment, without what they are */
    get: operations['Environments_listSecrets'];
    put?: never;
    /** Make a secret; it is shown this once */
    post: operations['Environments_createSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/environments/{id}/secrets/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a secret and let the others end after a grace period */
    post: operations['Environments_rotateSecrets'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/environments/{id}/secrets/{secretId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** End a secret at once */
    delete: operations['Environments_deleteSecret'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List configs */
    get: operations['Configs_list'];
    put?: never;
    /** Create a config; rules make it answer */
    post: operations['Configs_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a config */
    get: operations['Configs_get'];
    put?: never;
    post?: never;
    /** Delete a config that has no enabled rules and is no environment's default */
    delete: operations['Configs_delete'];
    options?: never;
    head?: never;
    /** Change a config */
    patch: operations['Configs_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/variants': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List variants */
    get: operations['Variants_list'];
    put?: never;
    /** Create a variant, with its first version if given */
    post: operations['Variants_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/variants/preview-prompt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Render a system prompt with an `input`, as a call would. Nothing is called */
    post: operations['Variants_previewPrompt'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/variants/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a variant and its latest version */
    get: operations['Variants_get'];
    put?: never;
    post?: never;
    /** Delete a variant that no rule names, and its versions */
    delete: operations['Variants_delete'];
    options?: never;
    head?: never;
    /** Rename a variant; its content changes by a new version */
    patch: operations['Variants_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/variants/{id}/versions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List versions, the latest first */
    get: operations['Variants_listVersions'];
    put?: never;
    /** Make the next version; it is never changed after */
    post: operations['Variants_createVersion'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/variants/{id}/versions/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a version by its number, or `latest` */
    get: operations['Variants_getVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List a config's rules in the order they are tried */
    get: operations['TargetingRules_list'];
    put?: never;
    /** Create a rule with its split and fallbacks */
    post: operations['TargetingRules_create'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/reorder': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Put the rules of an environment into another order, by new priorities */
    post: operations['TargetingRules_reorder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a rule */
    get: operations['TargetingRules_get'];
    put?: never;
    post?: never;
    /** Delete a rule */
    delete: operations['TargetingRules_delete'];
    options?: never;
    head?: never;
    /** Change a rule */
    patch: operations['TargetingRules_update'];
    trace?: never;
  };
  '/llmops/api/admin/v1/rule-targets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the arms and fallbacks of all rules, each with the version that it serves */
    get: operations['RuleTargets_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/rollouts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the rollouts of all rules, the newest first */
    get: operations['RolloutList_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a rule's latest rollout, its state and its history */
    get: operations['Rollouts_get'];
    /** Begin to roll out an arm of a rule, step by step */
    put: operations['Rollouts_put'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stay at the step */
    post: operations['Rollouts_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Go on: the step begins anew */
    post: operations['Rollouts_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout/advance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin the next step now; after the last one the rollout is completed */
    post: operations['Rollouts_advance'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout/complete': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give the arm the weight of the last step now, and end the rollout */
    post: operations['Rollouts_complete'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}/rollout/rollback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give the rule the split that it had before, and end the rollout */
    post: operations['Rollouts_rollback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List the changes of a config's rules, newest first */
    get: operations['ConfigHistory_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/restore': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make an environment's rules what an entry of the history left */
    post: operations['ConfigHistory_restore'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/promote': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Bring an environment's rules, or one variant's version, to another environment */
    post: operations['ConfigHistory_promote'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/experiments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Compare the arms of each rule, with intervals that stay honest however often somebody looks */
    get: operations['Experiments_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/rerate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Charge the calls of a period by the prices of now, or say with `preview` what that would change */
    post: operations['Reratings_rerate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/reratings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** List when calls were charged again, the newest first; no previews */
    get: operations['Reratings_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/reratings/{ratingId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read how far charging calls again is, or a preview of a day at most */
    get: operations['Reratings_get'];
    put?: never;
    post?: never;
    /** Stop charging calls again; those that are done stay so */
    delete: operations['Reratings_cancel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/upload': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Write the prices of a file, JSON or CSV with the same fields as columns: all of them or none */
    post: operations['OwnPrices_upload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/prices/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read a price and every change of it; also one that was replaced, as the log’s `priceIds` name it */
    get: operations['OwnPrices_get'];
    put?: never;
    post?: never;
    /** Take back a price that was written here; calls keep what they were charged */
    delete: operations['OwnPrices_delete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/chat/completions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Chat completion, whole or streamed
     * @description OpenAI's chat completions. `model` is `@<provider slug>/<model>` or `@config/<config slug>`; with `x-llmops-config` or a default config it may be anything. Fields that are not named here travel on to vendors of OpenAI's format.
     */
    post: operations['Gateway_chatCompletions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/completions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Text completion, whole or streamed */
    post: operations['Gateway_completions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/embeddings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Embeddings of one text or many */
    post: operations['Gateway_embeddings'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/images/generations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Images from a prompt */
    post: operations['Gateway_images'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audio/speech': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Speech from text: the bytes of the audio, as they arrive */
    post: operations['Gateway_speech'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audio/transcriptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The words of a recording */
    post: operations['Gateway_transcriptions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/chat/completions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call chat/completions in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_chatCompletions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/completions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call completions in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_completions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/embeddings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call embeddings in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_embeddings'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/images/generations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call images/generations in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_images'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/audio/speech': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call audio/speech in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_speech'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/playground/{id}/audio/transcriptions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Call audio/transcriptions in an environment without a secret of it
     * @description The same in all else: plan, limits, cost, log (where `secret` is `playground`), and what it answers
     */
    post: operations['playground_Gateway_transcriptions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/feedback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Judge the answer to a request
     * @description Of a request of the same environment; of a name that the request has, the new value takes its place. Experiments compare the means of each name.
     */
    post: operations['giveFeedback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every model that the caller can name */
    get: operations['Models_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/models/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Model names hold slashes, so the rest of the path is the name.
     * @description The name as it stands in `model`, such as `@sandbox/sandbox-1` or `@config/demo`.
     */
    get: operations['Models_get'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process runs and answers. */
    get: operations['Health_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** 200 when calls are welcome: the configuration is loaded and the replica is not shutting down. */
    get: operations['Health_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics for Prometheus */
    get: operations['Metrics_scrape'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/configs/{id}/explain': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Plan a call through this config without making it */
    post: operations['Explain_explain'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/providers/{id}/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** See how a provider is doing, by model: breaker, share of errors, latency and the last error */
    get: operations['ProviderHealth_get'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/system': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which processes serve, from which revision, and how much log each still has on its disk */
    get: operations['System_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/system/database': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How large the database is, table by table, and which days of the log it holds */
    get: operations['System_database'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/llmops/api/admin/v1/system/settings': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The settings that the answering process runs by. Secrets are not shown */
    get: operations['System_readSettings'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ProblemField: {
      /**
       * @description JSON pointer into the request body; empty for the whole request.
       * @example /slug
       */
      pointer: string;
      /** @example another environment has this slug */
      detail: string;
    };
    Problem: {
      /** @example about:blank */
      type: string;
      /** @example Conflict */
      title: string;
      /** @example 409 */
      status: number;
      /** @example The request conflicts with what exists. */
      detail: string;
      errors: components['schemas']['ProblemField'][];
      /** Format: uuid */
      requestId: string;
    };
    CreateSessionBody: {
      /** @description The admin token */
      token: string;
    };
    SessionView: {
      /**
       * @description As logs and histories name the administrator
       * @example admin token
       */
      who: string;
      /**
       * Format: date-time
       * @description Null for requests that carry the admin token itself
       */
      startedAt: string | null;
      /**
       * Format: date-time
       * @description When it ends however much it is used; null for requests that carry the admin token itself
       */
      endsAt: string | null;
      /** @description Seconds without a request after which it ends sooner; null for requests that carry the admin token itself */
      idleSeconds: number | null;
      /** @description To be sent as `x-csrf-token` with every write; null for requests that carry the admin token itself */
      csrfToken: string | null;
    };
    CredentialFieldView: {
      /** @description The only values that it takes; null where it takes others. */
      enum: string[] | null;
      /**
       * @description `object`: names and values that are texts.
       * @enum {string}
       */
      type: 'text' | 'object';
      name: string;
      required: boolean;
      secret: boolean;
      description: string;
      /** @description A change of it needs the secrets again. */
      choosesHost: boolean;
      example: string | null;
    };
    VendorView: {
      credentialFields: components['schemas']['CredentialFieldView'][];
      vendor: string;
      label: string;
      requiresBaseUrl: boolean;
      defaultBaseUrl: string | null;
      /** @description Its replies may say what they cost, so that an account's `costSource` can be `vendor`. */
      statesCost: boolean;
    };
    CredentialView: {
      /** @description What is no secret, as it was set; null for a secret. */
      value: string | null;
      /** @description Whether the field has a value. */
      isSet: boolean;
      /** @description The last four characters of a secret that is long enough to show them. */
      hint: string | null;
    };
    TimeoutsBody: {
      /**
       * @description Until the connection stands
       * @example 10000
       */
      connectMs?: number;
      /**
       * @description Until the vendor's status line
       * @example 60000
       */
      firstByteMs?: number;
      /**
       * @description Until the first good frame of a stream
       * @example 60000
       */
      firstTokenMs?: number;
      /**
       * @description Between two pieces of a stream
       * @example 60000
       */
      idleMs?: number;
      /**
       * @description The whole call
       * @example 300000
       */
      totalMs?: number;
    };
    RetryBody: {
      /**
       * @description Calls to this target at most
       * @example 3
       */
      maxAttempts?: number;
      /**
       * @description The longest wait between two of them
       * @example 8000
       */
      maxDelayMs?: number;
    };
    EffectivePolicyView: {
      timeouts: components['schemas']['TimeoutsBody'];
      retry: components['schemas']['RetryBody'];
    };
    ProviderView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      /** @description By field of the vendor; null where no encryption key of this server opens them, so that they must be set again. */
      credentials: {
        [key: string]: components['schemas']['CredentialView'];
      } | null;
      pricingModelMap: {
        [key: string]: string;
      };
      /** @enum {string} */
      costSource: 'catalog' | 'vendor';
      /** @enum {string} */
      streamOptions: 'send' | 'omit' | 'auto';
      /** @enum {string} */
      developerRole: 'send' | 'system' | 'auto';
      /** @description As set here; null where nothing is. */
      timeouts: components['schemas']['TimeoutsBody'] | null;
      retry: components['schemas']['RetryBody'] | null;
      id: string;
      vendor: string;
      name: string;
      slug: string;
      baseUrl: string | null;
      enabled: boolean;
      /** @description What holds for calls of this provider where a version does not say otherwise: its own, else the settings'. */
      effective: components['schemas']['EffectivePolicyView'];
      createdAt: string;
      updatedAt: string;
    };
    CreateProviderBody: {
      /**
       * @description A vendor id of `GET /providers/vendors`
       * @example sandbox
       */
      vendor: string;
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      /**
       * @description Fields by vendor: `GET /providers/vendors`. Secrets are write-only
       * @example {}
       */
      credentials?: {
        [key: string]: unknown;
      };
      /**
       * @description Stands for the vendor's default base; null is the default
       * @example null
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    UpdateProviderBody: {
      /** @example My sandbox */
      name?: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`
       * @example my-sandbox
       */
      slug?: string;
      /**
       * @description What is given changes, what is not stays, null takes a field out. A change of host needs the secrets again
       * @example {}
       */
      credentials?: {
        [key: string]: unknown;
      };
      /**
       * @description Stands for the vendor's default base; null is the default
       * @example null
       */
      baseUrl?: string | null;
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    ProviderTestBody: {
      /**
       * @description The vendor's name of a model to ask for one token. Without it the models are listed, which is free
       * @example sandbox-1
       */
      model?: string;
    };
    ProviderTestView: {
      /**
       * @description What was called: the vendor's list of models, or one token of a chat.
       * @enum {string}
       */
      call: 'models' | 'chat';
      /** @description HTTP status of the vendor's answer; null where it gave none. */
      status: number | null;
      /** @description Milliseconds that the test took. */
      latencyMs: number;
      /**
       * @description One sentence: that it works, or what is wrong with the credentials, the model or the network.
       * @example The credentials work: 42 models are listed.
       */
      message: string;
      /** @description How many models are listed. */
      models?: number;
      /** @description The account took the call. */
      ok: boolean;
      /** @description The model that was asked; null where the models were listed. */
      model: string | null;
      /** @description Their names, the first thousand at most. */
      modelNames?: string[];
    };
    DailyHoursView: {
      /** @example 01:00 */
      from: string;
      /** @example 04:00 */
      until: string;
    };
    UnitPriceView: {
      /**
       * Format: uuid
       * @description As the log's `priceIds` name it; a price that replaces another has an id of its own.
       */
      id: string;
      /** @enum {string} */
      unit:
        | 'input'
        | 'cache-read'
        | 'cache-write'
        | 'cache-write-1h'
        | 'output'
        | 'input-audio'
        | 'input-image'
        | 'input-video'
        | 'output-audio'
        | 'output-image'
        | 'image'
        | 'audio-second'
        | 'character';
      /**
       * @description Decimal USD for `per` units.
       * @example 0.15
       */
      usd: string;
      /**
       * @description Units that `usd` buys: a million tokens or characters, one image, one second of audio.
       * @example 1000000
       */
      per: number;
    };
    PriceTierView: {
      /**
       * @description Past so many prompt tokens the whole request costs this.
       * @example 200000
       */
      abovePromptTokens: number;
      prices: components['schemas']['UnitPriceView'][];
    };
    ImagePriceView: {
      /** Format: uuid */
      id: string;
      /**
       * @description Pixels; an image costs this if it fits, whichever way it is turned, and fits in none smaller.
       * @example 1024x1024
       */
      upTo: string;
      /** @enum {string} */
      quality: 'standard' | 'hd';
      /**
       * @description Decimal USD an image.
       * @example 0.04
       */
      usd: string;
    };
    AudioBillingView: {
      /** @example 10 */
      atLeastSeconds: number;
      /** @description Rounded up to whole seconds. */
      wholeSeconds: boolean;
    };
    DiscountView: {
      /** Format: uuid */
      id: string;
      /**
       * @description Off the catalog's prices; below 0 it is a surcharge.
       * @example 12.5
       */
      percent: string;
    };
    PriceView: {
      /** @enum {string} */
      source: 'catalog' | 'own';
      /**
       * Format: uuid
       * @description The provider configuration whose calls cost this; null for all.
       */
      providerId: string | null;
      /** @example openai */
      vendor: string;
      /**
       * @description As the catalog calls it; in prices of one provider as that provider does, and `*` in a discount on all its models.
       * @example gpt-4o-mini
       */
      model: string;
      /**
       * @example [
       *       "gpt-4o-mini-2024-07-18"
       *     ]
       */
      aliases: string[];
      /** @example openai */
      ownedBy: string | null;
      /** @description Tokens. */
      contextWindow: number | null;
      /**
       * Format: date-time
       * @description Null for always.
       */
      effectiveFrom: string | null;
      /**
       * Format: date-time
       * @description Excluded; null for no end.
       */
      effectiveUntil: string | null;
      /**
       * @description Of calls that were served at this tier, as the reply says; null for the standard one.
       * @example flex
       */
      serviceTier: string | null;
      /** @description Hours of the UTC day; null for all of it. */
      dailyUtc: components['schemas']['DailyHoursView'] | null;
      prices: components['schemas']['UnitPriceView'][];
      tiers: components['schemas']['PriceTierView'][];
      /** @description Where images cost by size and quality, in place of one price for `image`. */
      imagePrices: components['schemas']['ImagePriceView'][];
      audioBilling: components['schemas']['AudioBillingView'] | null;
      /** @description In place of prices. */
      discount: components['schemas']['DiscountView'] | null;
    };
    FeedbackBody: {
      /**
       * Format: uuid
       * @description `x-llmops-request-id` of the reply
       * @example 0192f0c1-7a5e-7c3a-9d1b-3f5a2b1c4d5e
       */
      requestId: string;
      /**
       * @description What is judged. A request has one value of each name
       * @example helpful
       */
      name: string;
      /**
       * @description 1 and 0 for yes and no, or any scale
       * @example 1
       */
      value: number;
      /** @example Answered what I asked. */
      comment?: string | null;
    };
    FeedbackView: {
      /** @example helpful */
      name: string;
      /** @example 1 */
      value: number;
      comment: string | null;
      /**
       * @description Who gave it, with an environment's secret or through the admin API.
       * @enum {string}
       */
      givenBy: 'caller' | 'administrator';
      requestId: string;
      givenAt: string;
    };
    NamedView: {
      /** Format: uuid */
      id: string;
      /** @example production */
      name: string;
    };
    TokensView: {
      /** @description Not counting those read from or written to a cache. */
      input: number | null;
      cacheRead: number | null;
      cacheWrite: number | null;
      output: number | null;
      /** @description Part of `output`. */
      reasoning: number | null;
    };
    AttemptView: {
      /**
       * @description Why this target was called; `continued`: to go on with an answer whose stream broke; `skipped`: it was not, and the
       *     next one was.
       * @enum {string}
       */
      reason: 'first' | 'retry' | 'fallback' | 'continued' | 'skipped';
      /**
       * @description The kind of failure before it (`rate_limited`, `retry_budget` …), or why it was skipped (`breaker_open`).
       * @example rate_limited
       */
      because: string | null;
      variant: string | null;
      /**
       * Format: uuid
       * @description Missing where there is none, and from records of the version before.
       */
      variantId?: string;
      /** @description Of the variant; missing where there is none, and from records of the version before. */
      version?: number;
      /** @description Null where no answer came. */
      status: number | null;
      /**
       * @description Null for success.
       * @example upstream_timeout
       */
      error: string | null;
      message: string | null;
      /** Format: date-time */
      startedAt: string;
      /** @description The vendor's own id of the call, for its support. */
      upstreamRequestId: string | null;
      /** @description What the vendor counted, also where the attempt failed; null where it did not say. */
      tokens: components['schemas']['TokensView'] | null;
      /**
       * @description USD. Null where it is not known.
       * @example 0.00042
       */
      cost: string | null;
      provider: string;
      vendor: string;
      model: string;
      latencyMs: number;
    };
    RequestView: {
      /** Format: uuid */
      requestId: string;
      /** Format: date-time */
      startedAt: string;
      /** @example chat/completions */
      endpoint: string;
      /** @description The environment's secret that the caller had; its name is empty where it was given none. */
      secret: components['schemas']['NamedView'] | null;
      /**
       * @description Family of the calling program, from its user agent; `other` for one that is not known.
       * @example openai-python
       */
      client: string | null;
      /** @description From `x-session-id`, `x-claude-code-session-id`, `prompt_cache_key` or `metadata.sessionId`, in this order. */
      session: string | null;
      /** @description SHA-256 of `metadata.userId`, else of `user`. */
      subjectHash: string | null;
      /**
       * @description Of the caller's `traceparent`, or of the trace that the gateway began.
       * @example 4bf92f3577b34da6a3ce929d0e0e4736
       */
      traceId: string | null;
      /**
       * @description Of the configuration that the call was planned by.
       * @example 42
       */
      configRevision: string | null;
      config: components['schemas']['NamedView'] | null;
      variant: components['schemas']['NamedView'] | null;
      version: number | null;
      /**
       * @description Share of the split that the variant had, of 10,000; null for fallbacks and direct access.
       * @example 2500
       */
      weight: number | null;
      /**
       * Format: uuid
       * @description Of a copy that a shadow arm got: the request that it is a copy of. Null for what callers asked.
       * @example null
       */
      shadowOf: string | null;
      provider: components['schemas']['NamedView'] | null;
      vendor: string | null;
      /**
       * @description As the caller wrote it.
       * @example @config/support
       */
      modelRequested: string | null;
      /**
       * @description As sent to the vendor.
       * @example gpt-4o-mini
       */
      model: string | null;
      /**
       * @description As the vendor's reply names it; null where it names none.
       * @example gpt-4o-mini-2024-07-18
       */
      servedModel: string | null;
      /** @example 200 */
      status: number;
      errorCode: string | null;
      errorMessage: string | null;
      /**
       * @description Of the first choice.
       * @example stop
       */
      finishReason: string | null;
      /**
       * @description As the vendor reports it.
       * @example default
       */
      serviceTier: string | null;
      /** @description The vendor's own id of the last attempt, for its support. */
      upstreamRequestId: string | null;
      /**
       * @description Every metered unit that was used: tokens by kind, images (with `imageSize` and `imageQuality` as asked), seconds of
       *     audio, characters.
       * @example {
       *       "input": 12,
       *       "output": 34
       *     }
       */
      usage: {
        [key: string]: number | string;
      } | null;
      /**
       * @description Which tokens the gateway counted, from the texts, because the vendor did not: they, and a cost made of them, are
       *     estimates. Null where the vendor counted, or nobody did.
       * @example null
       * @enum {string|null}
       */
      estimated: 'input' | 'output' | 'both' | null;
      /**
       * @description Why tokens that the vendor did not count could not be estimated, e.g. `image_url_in_prompt`.
       * @example null
       */
      notEstimatedBecause: string | null;
      /**
       * @description USD. Null where a used unit has no known price.
       * @example 0.00042
       */
      cost: string | null;
      /** @description Ids of the price rows that make up `cost`, as the list of prices has them; null where there is none. */
      priceIds: string[] | null;
      /**
       * @description Whose figure `cost` is: `catalog` (usage times price) or `vendor`, as the provider is set; null where it is not known.
       * @example catalog
       * @enum {string|null}
       */
      costSource: 'catalog' | 'vendor' | null;
      /**
       * @description USD that the vendor itself says the call cost, whichever `cost` is; null where it does not say.
       * @example 0.00044
       */
      vendorCost: string | null;
      /**
       * @description USD of the attempts that failed and were billed; not in `cost`. Null where none was, or it is not known.
       * @example 0.0021
       */
      wastedCost: string | null;
      /** @description Until the first good frame or byte of the answer. */
      firstTokenMs: number | null;
      tags: {
        [key: string]: string;
      };
      attempts: components['schemas']['AttemptView'][];
      /** @description What the vendor does not take and the answer does not need. */
      droppedParams: string[];
      environment: components['schemas']['NamedView'];
      /** @description Null where not known, which is not zero. */
      tokens: components['schemas']['TokensView'];
      latencyMs: number;
      streaming: boolean;
      /** @description The caller left before the end. */
      aborted: boolean;
    };
    LineDiscountView: {
      /** Format: uuid */
      id: string;
      /** @example 12.5 */
      percent: string;
    };
    LinePriceView: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      source: 'catalog' | 'own';
      /**
       * @description Unit of the price: `input` where `input-image` has no price of its own.
       * @enum {string}
       */
      unit:
        | 'input'
        | 'cache-read'
        | 'cache-write'
        | 'cache-write-1h'
        | 'output'
        | 'input-audio'
        | 'input-image'
        | 'input-video'
        | 'output-audio'
        | 'output-image'
        | 'image'
        | 'audio-second'
        | 'character';
      serviceTier: string | null;
      abovePromptTokens: number | null;
      imageTier: string | null;
      /** Format: date-time */
      effectiveFrom: string | null;
      /**
       * @description Decimal USD for `per` units.
       * @example 0.15
       */
      usd: string;
      /** @example 1000000 */
      per: number;
      vendor: string;
      model: string;
    };
    CostLineView: {
      /** @enum {string} */
      unit:
        | 'input'
        | 'cache-read'
        | 'cache-write'
        | 'cache-write-1h'
        | 'output'
        | 'input-audio'
        | 'input-image'
        | 'input-video'
        | 'output-audio'
        | 'output-image'
        | 'image'
        | 'audio-second'
        | 'character';
      /**
       * @description As it was counted.
       * @example 1200
       */
      count: number;
      /**
       * @description As it was charged: more than `count` where the vendor rounds seconds up.
       * @example 1200
       */
      charged: number;
      discount: components['schemas']['LineDiscountView'] | null;
      /**
       * @description Decimal USD, rounded half up to the pico-USD.
       * @example 0.00018
       */
      amount: string;
      price: components['schemas']['LinePriceView'];
    };
    FormerCostView: {
      /**
       * Format: date-time
       * @description When it was charged again.
       */
      at: string;
      /**
       * Format: uuid
       * @description `GET /prices/reratings/{id}` says what else it changed.
       */
      reratingId: string;
      /** @example 0.00042 */
      cost: string | null;
      priceIds: string[] | null;
    };
    ShadowRequestView: {
      /** Format: uuid */
      requestId: string;
      /** @description Name as it was */
      variant: string | null;
      version: number | null;
      /** @example 200 */
      status: number;
      errorCode: string | null;
      /**
       * @description USD. Null where it is not known.
       * @example 0.00042
       */
      cost: string | null;
      latencyMs: number;
    };
    RequestDetailView: {
      /** Format: uuid */
      requestId: string;
      /** Format: date-time */
      startedAt: string;
      /** @example chat/completions */
      endpoint: string;
      /** @description The environment's secret that the caller had; its name is empty where it was given none. */
      secret: components['schemas']['NamedView'] | null;
      /**
       * @description Family of the calling program, from its user agent; `other` for one that is not known.
       * @example openai-python
       */
      client: string | null;
      /** @description From `x-session-id`, `x-claude-code-session-id`, `prompt_cache_key` or `metadata.sessionId`, in this order. */
      session: string | null;
      /** @description SHA-256 of `metadata.userId`, else of `user`. */
      subjectHash: string | null;
      /**
       * @description Of the caller's `traceparent`, or of the trace that the gateway began.
       * @example 4bf92f3577b34da6a3ce929d0e0e4736
       */
      traceId: string | null;
      /**
       * @description Of the configuration that the call was planned by.
       * @example 42
       */
      configRevision: string | null;
      config: components['schemas']['NamedView'] | null;
      variant: components['schemas']['NamedView'] | null;
      version: number | null;
      /**
       * @description Share of the split that the variant had, of 10,000; null for fallbacks and direct access.
       * @example 2500
       */
      weight: number | null;
      /**
       * Format: uuid
       * @description Of a copy that a shadow arm got: the request that it is a copy of. Null for what callers asked.
       * @example null
       */
      shadowOf: string | null;
      provider: components['schemas']['NamedView'] | null;
      vendor: string | null;
      /**
       * @description As the caller wrote it.
       * @example @config/support
       */
      modelRequested: string | null;
      /**
       * @description As sent to the vendor.
       * @example gpt-4o-mini
       */
      model: string | null;
      /**
       * @description As the vendor's reply names it; null where it names none.
       * @example gpt-4o-mini-2024-07-18
       */
      servedModel: string | null;
      /** @example 200 */
      status: number;
      errorCode: string | null;
      errorMessage: string | null;
      /**
       * @description Of the first choice.
       * @example stop
       */
      finishReason: string | null;
      /**
       * @description As the vendor reports it.
       * @example default
       */
      serviceTier: string | null;
      /** @description The vendor's own id of the last attempt, for its support. */
      upstreamRequestId: string | null;
      /**
       * @description Every metered unit that was used: tokens by kind, images (with `imageSize` and `imageQuality` as asked), seconds of
       *     audio, characters.
       * @example {
       *       "input": 12,
       *       "output": 34
       *     }
       */
      usage: {
        [key: string]: number | string;
      } | null;
      /**
       * @description Which tokens the gateway counted, from the texts, because the vendor did not: they, and a cost made of them, are
       *     estimates. Null where the vendor counted, or nobody did.
       * @example null
       * @enum {string|null}
       */
      estimated: 'input' | 'output' | 'both' | null;
      /**
       * @description Why tokens that the vendor did not count could not be estimated, e.g. `image_url_in_prompt`.
       * @example null
       */
      notEstimatedBecause: string | null;
      /**
       * @description USD. Null where a used unit has no known price.
       * @example 0.00042
       */
      cost: string | null;
      /** @description Ids of the price rows that make up `cost`, as the list of prices has them; null where there is none. */
      priceIds: string[] | null;
      /**
       * @description Whose figure `cost` is: `catalog` (usage times price) or `vendor`, as the provider is set; null where it is not known.
       * @example catalog
       * @enum {string|null}
       */
      costSource: 'catalog' | 'vendor' | null;
      /**
       * @description USD that the vendor itself says the call cost, whichever `cost` is; null where it does not say.
       * @example 0.00044
       */
      vendorCost: string | null;
      /**
       * @description USD of the attempts that failed and were billed; not in `cost`. Null where none was, or it is not known.
       * @example 0.0021
       */
      wastedCost: string | null;
      /** @description Until the first good frame or byte of the answer. */
      firstTokenMs: number | null;
      tags: {
        [key: string]: string;
      };
      attempts: components['schemas']['AttemptView'][];
      /** @description What the vendor does not take and the answer does not need. */
      droppedParams: string[];
      /** @description Only where content is logged. */
      requestBody: string | null;
      /** @description Only where content is logged. */
      responseBody: string | null;
      /**
       * @description What `cost` is the sum of; null where it is not known, where the host stated it, and for calls of before prices were
       *     kept.
       */
      costLines: components['schemas']['CostLineView'][] | null;
      /** @description What it cost before it was charged again, the oldest first. */
      costHistory: components['schemas']['FormerCostView'][];
      /** @description Copies of it that shadow arms got, the oldest first. */
      shadows: components['schemas']['ShadowRequestView'][];
      /** @description What was said of the answer, by name. */
      feedback: components['schemas']['FeedbackView'][];
      environment: components['schemas']['NamedView'];
      /** @description Null where not known, which is not zero. */
      tokens: components['schemas']['TokensView'];
      latencyMs: number;
      streaming: boolean;
      /** @description The caller left before the end. */
      aborted: boolean;
    };
    PeriodView: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
    };
    TokenTotalsView: {
      /** @description Not counting those read from or written to a cache. */
      input: number;
      cacheRead: number;
      cacheWrite: number;
      output: number;
      /** @description Part of `output`. */
      reasoning: number;
    };
    EstimatedView: {
      requests: number;
      /**
       * @description Of the requests whose usage is known; null where it is of none.
       * @example 0.013
       */
      share: number | null;
      inputTokens: number;
      outputTokens: number;
      /**
       * @description USD; null where none was estimated.
       * @example 0.0173
       */
      cost: string | null;
    };
    ShadowTotalsView: {
      requests: number;
      errors: number;
      /**
       * @description USD, a part of the `cost` of all; null where there are copies and the cost of none of them is known.
       * @example 0.0421
       */
      cost: string | null;
    };
    PercentilesView: {
      p50: number | null;
      p95: number | null;
      p99: number | null;
    };
    UsageTotalsView: {
      requests: number;
      /** @description Not counting callers who left. */
      errors: number;
      /** @description The caller left before the end. */
      aborted: number;
      /**
       * @description USD, of the requests whose cost is known; null where there are costs and none of them is known.
       * @example 1.0375
       */
      cost: string | null;
      /**
       * @description USD, of the attempts that failed and were billed; not in `cost`. Null where none is known.
       * @example 0.0021
       */
      wastedCost: string | null;
      /**
       * @description USD, as vendors themselves say it, where they do; null where none does.
       * @example 1.0375
       */
      vendorCost: string | null;
      /** @description Requests that used something whose price is not known: they are not in `cost`. */
      unpricedRequests: number;
      tokens: components['schemas']['TokenTotalsView'];
      estimated: components['schemas']['EstimatedView'];
      shadow: components['schemas']['ShadowTotalsView'];
      latencyMs: components['schemas']['PercentilesView'];
      timeToFirstTokenMs: components['schemas']['PercentilesView'];
    };
    ChangeView: {
      /** @example 0.25 */
      requests: number | null;
      /** @example -0.5 */
      errors: number | null;
      /** @example 0.1 */
      inputTokens: number | null;
      /** @example 0.1 */
      outputTokens: number | null;
      /** @example 0.1 */
      cost: number | null;
      /** @example -0.02 */
      latencyP95: number | null;
    };
    UsageGroupView: {
      requests: number;
      /** @description Not counting callers who left. */
      errors: number;
      /** @description The caller left before the end. */
      aborted: number;
      /**
       * @description USD, of the requests whose cost is known; null where there are costs and none of them is known.
       * @example 1.0375
       */
      cost: string | null;
      /**
       * @description USD, of the attempts that failed and were billed; not in `cost`. Null where none is known.
       * @example 0.0021
       */
      wastedCost: string | null;
      /**
       * @description USD, as vendors themselves say it, where they do; null where none does.
       * @example 1.0375
       */
      vendorCost: string | null;
      /** @description Requests that used something whose price is not known: they are not in `cost`. */
      unpricedRequests: number;
      /** @description Of the same length just before; with `compare=previous` only. */
      previous?: components['schemas']['UsageTotalsView'];
      /** @description With `compare=previous` only. */
      change?: components['schemas']['ChangeView'];
      /**
       * @description By the names of `groupBy`; null for requests that have none of it.
       * @example {
       *       "day": "2026-01-31",
       *       "model": "gpt-4o-mini"
       *     }
       */
      group: {
        [key: string]: string | null;
      };
      /** @description Everything that is not among the `top` groups; `group` holds nothing but its time then. */
      other: boolean;
      tokens: components['schemas']['TokenTotalsView'];
      estimated: components['schemas']['EstimatedView'];
      shadow: components['schemas']['ShadowTotalsView'];
      latencyMs: components['schemas']['PercentilesView'];
      timeToFirstTokenMs: components['schemas']['PercentilesView'];
    };
    ComparedTotalsView: {
      requests: number;
      /** @description Not counting callers who left. */
      errors: number;
      /** @description The caller left before the end. */
      aborted: number;
      /**
       * @description USD, of the requests whose cost is known; null where there are costs and none of them is known.
       * @example 1.0375
       */
      cost: string | null;
      /**
       * @description USD, of the attempts that failed and were billed; not in `cost`. Null where none is known.
       * @example 0.0021
       */
      wastedCost: string | null;
      /**
       * @description USD, as vendors themselves say it, where they do; null where none does.
       * @example 1.0375
       */
      vendorCost: string | null;
      /** @description Requests that used something whose price is not known: they are not in `cost`. */
      unpricedRequests: number;
      /** @description Of the same length just before; with `compare=previous` only. */
      previous?: components['schemas']['UsageTotalsView'];
      /** @description With `compare=previous` only. */
      change?: components['schemas']['ChangeView'];
      tokens: components['schemas']['TokenTotalsView'];
      estimated: components['schemas']['EstimatedView'];
      shadow: components['schemas']['ShadowTotalsView'];
      latencyMs: components['schemas']['PercentilesView'];
      timeToFirstTokenMs: components['schemas']['PercentilesView'];
    };
    UsageView: {
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      /** @description The period that is compared with; with `compare=previous` only. */
      previous?: components['schemas']['PeriodView'];
      /** @description By time where it is grouped by time, then by `orderBy`, the largest first. */
      items: components['schemas']['UsageGroupView'][];
      /**
       * @description What was added up: sums of hours and days, or single requests. See docs/usage.md.
       * @enum {string}
       */
      source: 'rollups' | 'requests';
      total: components['schemas']['ComparedTotalsView'];
      /** @description There are more groups than are shown; `total` counts them all. */
      truncated: boolean;
    };
    CostGapView: {
      /**
       * @description USD, by the log. Failed attempts that were billed are in it.
       * @example 9.7
       */
      ours: string | null;
      /** @example 10 */
      theirs: string;
      /**
       * @description Theirs less ours.
       * @example 0.3
       */
      gap: string;
      /**
       * @description Of theirs; null where that is 0.
       * @example 3
       */
      gapPercent: number | null;
    };
    CountGapView: {
      /** @description By the log; null where it knows nothing of it. */
      ours: number | null;
      theirs: number;
      /** @description Theirs less ours. */
      gap: number;
      /**
       * @description Of theirs; null where that is 0.
       * @example 3
       */
      gapPercent: number | null;
    };
    TokenGapsView: {
      input: components['schemas']['CountGapView'] | null;
      cacheRead: components['schemas']['CountGapView'] | null;
      cacheWrite: components['schemas']['CountGapView'] | null;
      output: components['schemas']['CountGapView'] | null;
    };
    ModelGapView: {
      /**
       * @description `differs`: tokens or cost by more than the tolerance. `missing-in-ours`: the bill has it, and the log has not.
       * @enum {string}
       */
      status: 'equal' | 'differs' | 'missing-in-ours' | 'missing-in-theirs';
      /** @description Null where the bill does not state it. */
      cost: components['schemas']['CostGapView'] | null;
      /** @description Not part of `status`: vendors count what they refused, too. */
      requests: components['schemas']['CountGapView'] | null;
      /** @description Ours, with no known price, which are not in our cost. */
      unpricedRequests: number;
      /** @example gpt-4o */
      model: string;
      /** @description What the log calls it. */
      ourNames: string[];
      /** @description What the bill calls it. */
      theirNames: string[];
      tokens: components['schemas']['TokenGapsView'];
    };
    DayGapView: {
      /**
       * @description `differs`: tokens or cost by more than the tolerance. `missing-in-ours`: the bill has it, and the log has not.
       * @enum {string}
       */
      status: 'equal' | 'differs' | 'missing-in-ours' | 'missing-in-theirs';
      /** @description Null where the bill does not state it. */
      cost: components['schemas']['CostGapView'] | null;
      /** @description Not part of `status`: vendors count what they refused, too. */
      requests: components['schemas']['CountGapView'] | null;
      /** @description Ours, with no known price, which are not in our cost. */
      unpricedRequests: number;
      /** @example 2026-01-31 */
      day: string;
      /** @example gpt-4o */
      model: string;
      tokens: components['schemas']['TokenGapsView'];
    };
    GapView: {
      /**
       * @description `differs`: tokens or cost by more than the tolerance. `missing-in-ours`: the bill has it, and the log has not.
       * @enum {string}
       */
      status: 'equal' | 'differs' | 'missing-in-ours' | 'missing-in-theirs';
      /** @description Null where the bill does not state it. */
      cost: components['schemas']['CostGapView'] | null;
      /** @description Not part of `status`: vendors count what they refused, too. */
      requests: components['schemas']['CountGapView'] | null;
      /** @description Ours, with no known price, which are not in our cost. */
      unpricedRequests: number;
      tokens: components['schemas']['TokenGapsView'];
    };
    ReconciliationView: {
      /** @example openai */
      vendor: string;
      /**
       * @description The kind of export that was recognised.
       * @example openai-costs
       */
      format: string;
      /**
       * @description First and last day (UTC) of the bill; the log's side is the same days.
       * @example 2026-01-01
       */
      firstDay: string;
      /** @example 2026-01-31 */
      lastDay: string;
      /**
       * @description Per cent.
       * @example 1
       */
      tolerance: number;
      /** @description Largest gap first. */
      models: components['schemas']['ModelGapView'][];
      /** @description By day and model, largest gap first. */
      items: components['schemas']['DayGapView'][];
      /** @description The last day was not over: either side may still grow. */
      isOpen: boolean;
      total: components['schemas']['GapView'];
      /** @description There are more items than are shown; `models` and `total` count them all. */
      truncated: boolean;
    };
    LastDeliveryView: {
      /** @enum {string} */
      type:
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
        | 'webhook.test';
      /** @enum {string} */
      state: 'waiting' | 'delivered' | 'failed';
      /** @description What the receiver answered last; null where it did not. */
      lastStatus: number | null;
      /** @description Why the last attempt failed. */
      lastError: string | null;
      attempts: number;
      createdAt: string;
    };
    DeliveriesInBriefView: {
      /** @description Null before the first. */
      last: components['schemas']['LastDeliveryView'] | null;
      /** @description Those that failed and are tried again, too. */
      waiting: number;
      delivered: number;
      /** @description Given up. */
      failed: number;
    };
    WebhookView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      /** @description Which it is told of; an empty list for all. */
      events: (
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
      )[];
      /** @description Until when deliveries are signed by the secret of before as well; null where they are not. */
      previousSecretUntil: string | null;
      id: string;
      name: string;
      url: string;
      enabled: boolean;
      deliveries: components['schemas']['DeliveriesInBriefView'];
      createdAt: string;
      updatedAt: string;
    };
    EventView: {
      /** @enum {string} */
      type:
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring';
      toldWhen: string;
    };
    EventsView: {
      items: components['schemas']['EventView'][];
    };
    CreateWebhookBody: {
      /** @example On-call */
      name: string;
      /**
       * @description Takes the deliveries by POST. Private and reserved addresses are refused unless LLMOPS_UPSTREAM_ALLOW has their network
       * @example https://hooks.example.com/llm-gateway
       */
      url: string;
      /**
       * @description Which it is told of; an empty list for all
       * @example [
       *       "breaker.opened",
       *       "rollout.rolled_back"
       *     ]
       */
      events?: (
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
      )[];
      /** @default true */
      enabled?: boolean;
    };
    NewWebhookView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      /** @description Which it is told of; an empty list for all. */
      events: (
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
      )[];
      /** @description Until when deliveries are signed by the secret of before as well; null where they are not. */
      previousSecretUntil: string | null;
      /**
       * @description Signs the deliveries. Shown this once.
       * @example whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw
       */
      secret: string;
      id: string;
      name: string;
      url: string;
      enabled: boolean;
      deliveries: components['schemas']['DeliveriesInBriefView'];
      createdAt: string;
      updatedAt: string;
    };
    UpdateWebhookBody: {
      /** @example On-call */
      name?: string;
      /**
       * @description Takes the deliveries by POST. Private and reserved addresses are refused unless LLMOPS_UPSTREAM_ALLOW has their network
       * @example https://hooks.example.com/llm-gateway
       */
      url?: string;
      /**
       * @description Which it is told of; an empty list for all
       * @example [
       *       "breaker.opened"
       *     ]
       */
      events?: (
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
      )[];
      enabled?: boolean;
    };
    RotateWebhookSecretBody: {
      /**
       * @description Seconds for which deliveries are signed by the secret of before as well
       * @example 86400
       */
      graceSeconds: number;
    };
    DeliveryView: {
      /** @enum {string} */
      type:
        | 'breaker.opened'
        | 'guard.tripped'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.rolled_back'
        | 'rollout.completed'
        | 'model.unpriced'
        | 'log.degraded'
        | 'secret.expiring'
        | 'webhook.test';
      /** @enum {string} */
      state: 'waiting' | 'delivered' | 'failed';
      /** @description When it is sent next; null where it is not. */
      nextAt: string | null;
      /** @description What the receiver answered last; null where it did not. */
      lastStatus: number | null;
      /** @description Why the last attempt failed. */
      lastError: string | null;
      deliveredAt: string | null;
      /** @description Also the delivery's `webhook-id`, at every attempt. */
      id: string;
      /** @description As it is sent. */
      body: string;
      attempts: number;
      createdAt: string;
    };
    ContentRedaction: {
      /**
       * @description Regular expressions in RE2’s syntax, which take linear time
       * @example [
       *       "[0-9]{12,19}"
       *     ]
       */
      patterns?: string[];
      /**
       * @description Members of the bodies
       * @example [
       *       "$.messages[*].content"
       *     ]
       */
      paths?: string[];
    };
    SecretView: {
      id: string;
      name: string | null;
      /** @description The last four characters of the secret. */
      hint: string;
      createdAt: string;
      /** @description When it stops working; null for no end. */
      expiresAt: string | null;
      /** @description Some seconds late; null before the first use. */
      lastUsedAt: string | null;
    };
    EnvironmentView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      /** @description Struck out of prompts and answers before they are kept; null for nothing. What looks like an API key or a token always is */
      contentRedaction: components['schemas']['ContentRedaction'] | null;
      /** @description Which providers callers may name as `@slug/model`: `on` for all, `off` for none, or a list of ids or slugs. Configs are not bound by it */
      directAccess: ('on' | 'off') | string[];
      secrets: components['schemas']['SecretView'][];
      id: string;
      name: string;
      slug: string;
      isProduction: boolean;
      defaultConfigId: string | null;
      /** @description Null follows LLMOPS_LOG_CONTENT. */
      logContent: boolean | null;
      /** @description Calls under way at once in one process; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT. */
      maxConcurrentCalls: number | null;
      createdAt: string;
      updatedAt: string;
    };
    CreateEnvironmentBody: {
      /** @example Quality assurance */
      name: string;
      /**
       * @description Made from the name when absent
       * @example qa
       */
      slug?: string;
      /** @default false */
      isProduction?: boolean;
      /**
       * Format: uuid
       * @description The config that serves callers who name none
       * @example null
       */
      defaultConfigId?: string | null;
      /**
       * @description Store prompts and answers with the log; null follows LLMOPS_LOG_CONTENT
       * @example null
       */
      logContent?: boolean | null;
      /**
       * @description Struck out of prompts and answers before they are kept; null for nothing. What looks like an API key or a token always is
       * @example null
       */
      contentRedaction?: components['schemas']['ContentRedaction'] | null;
      /**
       * @description Which providers callers may name as `@slug/model`: `on` for all, `off` for none, or a list of ids or slugs. Configs are not bound by it
       * @default on
       * @example on
       */
      directAccess?: ('on' | 'off') | string[];
      /**
       * @description Calls under way at once in one process, before 429; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT
       * @example null
       */
      maxConcurrentCalls?: number | null;
    };
    TryRedactionBody: {
      /**
       * @description Struck out of prompts and answers before they are kept; null for nothing. What looks like an API key or a token always is
       * @example {
       *       "patterns": [
       *         "[0-9]{12,19}"
       *       ]
       *     }
       */
      contentRedaction: components['schemas']['ContentRedaction'] | null;
      /**
       * @description A request or a reply, as it is sent
       * @example {"messages":[{"role":"user","content":"My card is 4111111111111111"}]}
       */
      text: string;
    };
    TriedRedactionView: {
      /** @description What would be in the log. */
      kept: string;
    };
    UpdateEnvironmentBody: {
      /** @example Quality assurance */
      name?: string;
      /** @example qa */
      slug?: string;
      isProduction?: boolean;
      /**
       * Format: uuid
       * @description The config that serves callers who name none
       * @example null
       */
      defaultConfigId?: string | null;
      /**
       * @description Store prompts and answers with the log; null follows LLMOPS_LOG_CONTENT
       * @example null
       */
      logContent?: boolean | null;
      /**
       * @description Struck out of prompts and answers before they are kept; null for nothing. What looks like an API key or a token always is
       * @example null
       */
      contentRedaction?: components['schemas']['ContentRedaction'] | null;
      /**
       * @description Which providers callers may name as `@slug/model`: `on` for all, `off` for none, or a list of ids or slugs. Configs are not bound by it
       * @example on
       */
      directAccess?: ('on' | 'off') | string[];
      /**
       * @description Calls under way at once in one process, before 429; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT
       * @example null
       */
      maxConcurrentCalls?: number | null;
    };
    CreateSecretBody: {
      /**
       * @description Who uses it; stands in the log beside each of its calls
       * @example Billing service
       */
      name?: string | null;
      /**
       * Format: date-time
       * @description When it stops working; null for no end
       * @example null
       */
      expiresAt?: string | null;
    };
    NewSecretView: {
      id: string;
      name: string | null;
      /** @description Shown this once; only its hash is kept. */
      secret: string;
      hint: string;
      expiresAt: string | null;
    };
    RotateSecretBody: {
      /**
       * @description Seconds for which the secrets of before still work
       * @example 3600
       */
      graceSeconds: number;
      /**
       * @description Of the new secret. Who uses it; stands in the log beside each of its calls
       * @example Billing service
       */
      name?: string | null;
    };
    ConfigView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      id: string;
      name: string;
      /** @description What callers send as `x-llmops-config` or `@config/<slug>`. */
      slug: string;
      createdAt: string;
      updatedAt: string;
    };
    CreateConfigBody: {
      /** @example Support answers */
      name: string;
      /**
       * @description Made from the name when absent
       * @example support-answers
       */
      slug?: string;
    };
    UpdateConfigBody: {
      /** @example Support answers */
      name?: string;
      /**
       * @description Callers name the config by it
       * @example support-answers
       */
      slug?: string;
    };
    VariantView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      id: string;
      name: string;
      /** @description Null before the first version. */
      latestVersion: number | null;
      createdAt: string;
      updatedAt: string;
    };
    CreateVersionBody: {
      /**
       * Format: uuid
       * @description A provider configuration
       * @example 00000000-0000-4000-8000-000000000004
       */
      providerId: string;
      /**
       * @description The vendor's name of the model
       * @example sandbox-1
       */
      model: string;
      /**
       * @description OpenAI's field names; `stream` and `stream_options` stay the caller's
       * @example {
       *       "temperature": 0.2,
       *       "max_tokens": 400
       *     }
       */
      parameters?: {
        [key: string]: unknown;
      };
      /**
       * @description Per field: `override` (default), `default`, `cap` (numbers) or `forbid`
       * @example {
       *       "max_tokens": "cap",
       *       "logit_bias": "forbid"
       *     }
       */
      parameterModes?: {
        [key: string]: 'override' | 'default' | 'cap' | 'forbid';
      };
      /**
       * @description A Liquid template over the request’s `input`; becomes the first system message
       * @example You help customers of {{ input.company }}.
       */
      systemPrompt?: string | null;
      timeouts?: components['schemas']['TimeoutsBody'];
      retry?: components['schemas']['RetryBody'];
    };
    CreateVariantBody: {
      /** @example Short and factual */
      name: string;
      /** @description Its first version */
      version?: components['schemas']['CreateVersionBody'];
    };
    VersionView: {
      parameters: {
        [key: string]: unknown;
      };
      parameterModes: {
        [key: string]: 'override' | 'default' | 'cap' | 'forbid';
      };
      id: string;
      variantId: string;
      version: number;
      providerId: string;
      model: string;
      systemPrompt: string | null;
      timeouts: components['schemas']['TimeoutsBody'];
      retry: components['schemas']['RetryBody'];
      createdAt: string;
    };
    VariantDetailView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      /** @description The latest version. */
      version: components['schemas']['VersionView'] | null;
      id: string;
      name: string;
      /** @description Null before the first version. */
      latestVersion: number | null;
      createdAt: string;
      updatedAt: string;
    };
    PreviewPromptBody: {
      /**
       * @description A Liquid template
       * @example You help {{ input.company }}.
       */
      systemPrompt: string;
      /**
       * @description As a caller would send it
       * @example {
       *       "company": "Acme"
       *     }
       */
      input?: {
        [key: string]: unknown;
      };
    };
    PromptPreviewView: {
      /** @description What the vendor would get. */
      text: string;
    };
    UpdateVariantBody: {
      /** @example Short and factual */
      name?: string;
    };
    ArmView: {
      version: number | 'latest';
      /**
       * @description False of a shadow, which gets copies of requests and answers nobody; else missing.
       * @enum {boolean}
       */
      serve?: false;
      /** @description Ten-thousandths of the callers; a shadow has none. */
      weight?: number;
      /** @description Of a shadow: ten-thousandths of the calls that the rule serves. */
      share?: number;
      /** @description Of a shadow: USD that its calls may cost on one day, in UTC. */
      maxDailyCost?: string;
      variantId: string;
    };
    FallbackView: {
      version: number | 'latest';
      variantId: string;
    };
    RuleView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      conditions: {
        [key: string]: unknown;
      } | null;
      split: components['schemas']['ArmView'][];
      fallbacks: components['schemas']['FallbackView'][];
      /** @description Null: `unavailable`, `timeout`, `rate_limited`, `credentials`, `quota`. */
      fallbackOn:
        | (
            | 'unavailable'
            | 'timeout'
            | 'rate_limited'
            | 'credentials'
            | 'quota'
            | 'context_window'
            | 'content_policy'
            | 'capability'
            | 'policy'
          )[]
        | null;
      id: string;
      configId: string;
      environmentId: string;
      priority: number;
      enabled: boolean;
      /** @description Null: `metadata.userId`, else `user`. */
      stickyBy: string | null;
      /** @description Streams that break are continued by the next fallback whose vendor can. */
      continueStreams: boolean;
      createdAt: string;
      updatedAt: string;
    };
    ArmBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000006
       */
      variantId: string;
      /**
       * @description `latest` when absent
       * @example latest
       */
      version?: number | 'latest';
      /**
       * @description Ten-thousandths of the callers, required of an arm that serves: those of a split sum to 10000. A shadow has none
       * @example 10000
       */
      weight?: number;
      /**
       * @description False makes the arm a shadow: it gets a copy of some requests after they were answered, and never answers a caller
       * @default true
       */
      serve?: boolean;
      /** @description Of a shadow, required: ten-thousandths of the calls that it gets */
      share?: number;
      /**
       * @description Of a shadow, required: USD that its calls may cost on one day, in UTC, of all replicas together. No call begins past it
       * @example 5
       */
      maxDailyCost?: string;
    };
    FallbackBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000006
       */
      variantId: string;
      /**
       * @description `latest` when absent
       * @example latest
       */
      version?: number | 'latest';
    };
    CreateRuleBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000003
       */
      environmentId: string;
      /**
       * @description The highest is tried first; the first rule that matches wins
       * @default 0
       * @example 10
       */
      priority?: number;
      /** @default true */
      enabled?: boolean;
      /**
       * @description Name → value, list of values, or `{in, notIn, prefix, exists}`; all must match. A name is that of a tag, `request:endpoint`, `request:model`, `request:streaming` (true or false) or `header:<name>`. Null matches every call
       * @example {
       *       "plan": [
       *         "pro",
       *         "team"
       *       ]
       *     }
       */
      conditions?: {
        [key: string]: unknown;
      } | null;
      /**
       * @description Whose calls stay on the same arm: `metadata.<key>`, `user`, `header:<name>`, or `request` to draw anew for each call. Null: `metadata.userId`, else `user`. A call that lacks it is drawn alone. Headers, here and in conditions: `x-session-id`, `x-claude-code-session-id`, `x-user-id`, `x-tenant-id`, `user-agent`, `accept-language`, `x-stainless-lang`
       * @example metadata.userId
       */
      stickyBy?: string | null;
      split: components['schemas']['ArmBody'][];
      /** @description Tried in order when the arm fails */
      fallbacks?: components['schemas']['FallbackBody'][];
      /**
       * @description The kinds of failure after which the fallbacks are called. Null: unavailable, timeout, rate_limited, credentials and quota
       * @example null
       */
      fallbackOn?:
        | (
            | 'unavailable'
            | 'timeout'
            | 'rate_limited'
            | 'credentials'
            | 'quota'
            | 'context_window'
            | 'content_policy'
            | 'capability'
            | 'policy'
          )[]
        | null;
      /**
       * @description A chat stream that breaks after some of its text was sent is continued from there by the next fallback whose vendor can; otherwise it ends with an error
       * @default false
       */
      continueStreams?: boolean;
    };
    RuleWarningView: {
      /** @description JSON pointer into the rule. */
      pointer: string;
      detail: string;
    };
    RuleDetailView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      conditions: {
        [key: string]: unknown;
      } | null;
      split: components['schemas']['ArmView'][];
      fallbacks: components['schemas']['FallbackView'][];
      /** @description Null: `unavailable`, `timeout`, `rate_limited`, `credentials`, `quota`. */
      fallbackOn:
        | (
            | 'unavailable'
            | 'timeout'
            | 'rate_limited'
            | 'credentials'
            | 'quota'
            | 'context_window'
            | 'content_policy'
            | 'capability'
            | 'policy'
          )[]
        | null;
      /** @description Calls that never get where the rules seem to send them. */
      warnings: components['schemas']['RuleWarningView'][];
      id: string;
      configId: string;
      environmentId: string;
      priority: number;
      enabled: boolean;
      /** @description Null: `metadata.userId`, else `user`. */
      stickyBy: string | null;
      /** @description Streams that break are continued by the next fallback whose vendor can. */
      continueStreams: boolean;
      createdAt: string;
      updatedAt: string;
    };
    ReorderRulesBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000001
       */
      environmentId: string;
      /**
       * @description All rules of the config for the environment, the one first that is tried first
       * @example [
       *       "00000000-0000-4000-8000-000000000007"
       *     ]
       */
      ruleIds: string[];
    };
    UpdateRuleBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000003
       */
      environmentId?: string;
      /**
       * @description The highest is tried first; the first rule that matches wins
       * @example 10
       */
      priority?: number;
      enabled?: boolean;
      /**
       * @description Name → value, list of values, or `{in, notIn, prefix, exists}`; all must match. A name is that of a tag, `request:endpoint`, `request:model`, `request:streaming` (true or false) or `header:<name>`. Null matches every call
       * @example null
       */
      conditions?: {
        [key: string]: unknown;
      } | null;
      /**
       * @description Whose calls stay on the same arm: `metadata.<key>`, `user`, `header:<name>`, or `request` to draw anew for each call. Null: `metadata.userId`, else `user`. A call that lacks it is drawn alone. Headers, here and in conditions: `x-session-id`, `x-claude-code-session-id`, `x-user-id`, `x-tenant-id`, `user-agent`, `accept-language`, `x-stainless-lang`
       * @example null
       */
      stickyBy?: string | null;
      /** @description Replaces the whole split */
      split?: components['schemas']['ArmBody'][];
      /** @description Replaces all fallbacks */
      fallbacks?: components['schemas']['FallbackBody'][];
      /**
       * @description The kinds of failure after which the fallbacks are called. Null: unavailable, timeout, rate_limited, credentials and quota
       * @example null
       */
      fallbackOn?:
        | (
            | 'unavailable'
            | 'timeout'
            | 'rate_limited'
            | 'credentials'
            | 'quota'
            | 'context_window'
            | 'content_policy'
            | 'capability'
            | 'policy'
          )[]
        | null;
      /** @description A chat stream that breaks after some of its text was sent is continued from there by the next fallback whose vendor can; otherwise it ends with an error */
      continueStreams?: boolean;
    };
    RuleTargetView: {
      /** @enum {string} */
      role: 'arm' | 'shadow' | 'fallback';
      /** @description In the rule's split, or among its fallbacks: 0 is the first. */
      position: number;
      /** @description Of an arm, in ten-thousandths of the rule's callers; else null. */
      weight: number | null;
      /** @description Of a shadow, in ten-thousandths of the rule's calls; else null. */
      share: number | null;
      version: number | 'latest';
      /** @description The number that `latest` stands for, or the version's own; null where the variant has no version yet. */
      servedVersion: number | null;
      /**
       * Format: uuid
       * @description That the served version calls; null where there is no version.
       */
      providerId: string | null;
      /** @description As the vendor names it; null where there is no version. */
      model: string | null;
      configId: string;
      /** @description Slug of the config. */
      config: string;
      environmentId: string;
      /** @description Slug of the environment. */
      environment: string;
      ruleId: string;
      priority: number;
      /** @description Of the rule. */
      enabled: boolean;
      variantId: string;
      /** @description Name of the variant. */
      variant: string;
    };
    RolloutStepView: {
      minRequests: number | null;
      weight: number;
      minMinutes: number;
    };
    GuardView: {
      maxErrorRate: number | null;
      maxP95Ms: number | null;
      maxRelativeErrorIncrease: number | null;
      /** @enum {string} */
      action: 'rollback' | 'pause';
    };
    MeasuredView: {
      at: string;
      /** @description Of the arm. */
      calls: number;
      /** @description Of them, those that failed or succeeded, up to the first failure of their caller. */
      trials: number;
      /** @description Callers whose first failure was on the arm. */
      failures: number;
      /** @description Callers whose first failure was on another arm. */
      otherFailures: number;
      /** @description Answers of the arm, up to the first slow one of their caller. */
      answers: number;
      /** @description Callers with an answer slower than `maxP95Ms`. */
      slow: number;
    };
    RolloutSummaryView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      steps: components['schemas']['RolloutStepView'][];
      /** Format: date-time */
      startAt: string | null;
      guard: components['schemas']['GuardView'] | null;
      /** @enum {string} */
      state: 'scheduled' | 'running' | 'paused' | 'completed' | 'rolled_back' | 'replaced';
      /** @description Why it is in this state, where nobody asked for it. */
      reason: string | null;
      /** @description Place in `steps`, from 0; null before the first. */
      step: number | null;
      /** Format: date-time */
      stepStartedAt: string | null;
      measured: components['schemas']['MeasuredView'] | null;
      id: string;
      configId: string;
      environmentId: string;
      ruleId: string;
      variantId: string;
      version: number;
      /** @description Of the arm, as the rollout left it. */
      weight: number;
      createdAt: string;
      updatedAt: string;
    };
    RolloutStepBody: {
      /**
       * @description Of the arm, in ten-thousandths; the other arms share the rest
       * @example 1000
       */
      weight: number;
      /**
       * @description How long it stays at the step at least
       * @example 60
       */
      minMinutes: number;
      /**
       * @description Calls of the arm that the step needs
       * @example 200
       */
      minRequests?: number;
    };
    GuardBody: {
      /**
       * @description Of the arm's calls: 0.02 for 2 %
       * @example 0.02
       */
      maxErrorRate?: number;
      /**
       * @description 95th percentile of the arm's answers
       * @example 20000
       */
      maxP95Ms?: number;
      /**
       * @description Over the rate of the rule's other arms: 0.5 for half as many errors again
       * @example 0.5
       */
      maxRelativeErrorIncrease?: number;
      /**
       * @description What is done where a bound is broken
       * @default rollback
       * @enum {string}
       */
      action?: 'rollback' | 'pause';
    };
    PutRolloutBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000006
       */
      variantId: string;
      /**
       * @description `latest`: the number that it stands for now. One that an arm following `latest` serves already is refused: of the demo make a second version first (`POST /variants/{id}/versions`)
       * @example 1
       */
      version: number | 'latest';
      /** @description Each with more weight than the one before */
      steps: components['schemas']['RolloutStepBody'][];
      /**
       * Format: date-time
       * @description When the first step begins; at once when absent
       */
      startAt?: string | null;
      /** @description Watches the arm while it is rolled out */
      guard?: components['schemas']['GuardBody'] | null;
    };
    RolloutEntryView: {
      /** @enum {string} */
      action:
        | 'rollout.scheduled'
        | 'rollout.started'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.resumed'
        | 'rollout.rolled_back'
        | 'rollout.completed';
      /** @description Of the config's history. */
      historyId: string;
      /** @description `rollout` where it went on by itself. */
      by: string | null;
      at: string;
      /** @description The arm's weight from then on. */
      weight: number;
      /** @description Why, where nobody asked for it. */
      reason: string | null;
    };
    RolloutView: {
      /**
       * @description Of this state; also the header `ETag`. Send it back as `If-Match` with a change
       * @example "Zk3tT1uWv0mVQy8mJXkD7A"
       */
      etag: string;
      steps: components['schemas']['RolloutStepView'][];
      /** Format: date-time */
      startAt: string | null;
      guard: components['schemas']['GuardView'] | null;
      /** @enum {string} */
      state: 'scheduled' | 'running' | 'paused' | 'completed' | 'rolled_back' | 'replaced';
      /** @description Why it is in this state, where nobody asked for it. */
      reason: string | null;
      /** @description Place in `steps`, from 0; null before the first. */
      step: number | null;
      /** Format: date-time */
      stepStartedAt: string | null;
      measured: components['schemas']['MeasuredView'] | null;
      /** @description Oldest first. */
      history: components['schemas']['RolloutEntryView'][];
      id: string;
      configId: string;
      environmentId: string;
      ruleId: string;
      variantId: string;
      version: number;
      /** @description Of the arm, as the rollout left it. */
      weight: number;
      createdAt: string;
      updatedAt: string;
    };
    RuleChangeView: {
      /** @enum {string} */
      change: 'added' | 'changed' | 'removed';
      /** @description Of a rule that was changed: the members that differ. */
      fields: string[];
      ruleId: string;
    };
    ArmStateView: {
      version: number | 'latest';
      /**
       * @description False of a shadow, which gets copies of requests and answers nobody; else missing.
       * @enum {boolean}
       */
      serve?: false;
      /** @description Ten-thousandths of the callers; a shadow has none. */
      weight?: number;
      /** @description Of a shadow: ten-thousandths of the calls that the rule serves. */
      share?: number;
      /** @description Of a shadow: USD that its calls may cost on one day, in UTC. */
      maxDailyCost?: string;
      variantId: string;
      /** @description The number that `latest` stood for, or the version's own. */
      servedVersion: number;
    };
    TargetStateView: {
      version: number | 'latest';
      variantId: string;
      /** @description The number that `latest` stood for, or the version's own. */
      servedVersion: number;
    };
    RuleStateView: {
      conditions: {
        [key: string]: unknown;
      } | null;
      split: components['schemas']['ArmStateView'][];
      fallbacks: components['schemas']['TargetStateView'][];
      fallbackOn:
        | (
            | 'unavailable'
            | 'timeout'
            | 'rate_limited'
            | 'credentials'
            | 'quota'
            | 'context_window'
            | 'content_policy'
            | 'capability'
            | 'policy'
          )[]
        | null;
      id: string;
      priority: number;
      enabled: boolean;
      stickyBy: string | null;
      continueStreams: boolean;
      createdAt: string;
    };
    HistoryEntryView: {
      /**
       * @description `rules.found`: changed by a version of the gateway that kept no history.
       * @enum {string}
       */
      action:
        | 'rule.created'
        | 'rule.changed'
        | 'rule.deleted'
        | 'version.created'
        | 'rules.restored'
        | 'rules.promoted'
        | 'version.promoted'
        | 'rules.found'
        | 'rollout.scheduled'
        | 'rollout.started'
        | 'rollout.advanced'
        | 'rollout.paused'
        | 'rollout.resumed'
        | 'rollout.rolled_back'
        | 'rollout.completed';
      changes: components['schemas']['RuleChangeView'][];
      /** @description The rules for this environment as the change left them, in the order they are tried. */
      rules: components['schemas']['RuleStateView'][];
      id: string;
      configId: string;
      environmentId: string;
      /** @description Who, `rollout` for one that went on by itself; null where that is not known. */
      by: string | null;
      at: string;
      /** @description The variant whose version was made or promoted; else null. */
      variantId: string | null;
      version: number | null;
      /** @description The entry whose rules were restored; else null. */
      fromHistoryId: string | null;
      /** @description Where the rules or the version were promoted from; else null. */
      fromEnvironmentId: string | null;
      /** @description The rollout that changed the rules, or was changed; else null. */
      rolloutId: string | null;
      /** @description Why a rollout did what nobody asked for; else null. */
      reason: string | null;
    };
    RestoreBody: {
      /**
       * Format: uuid
       * @description An entry of the history
       * @example 00000000-0000-4000-8000-00000000000c
       */
      historyId: string;
    };
    PromoteBody: {
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000003
       */
      fromEnvironmentId: string;
      /**
       * Format: uuid
       * @example 00000000-0000-4000-8000-000000000002
       */
      toEnvironmentId: string;
      /**
       * Format: uuid
       * @description Only the version of this variant, in the rules of the other environment that name the variant
       */
      variantId?: string;
      /** @description Of the variant: one that the first environment serves. Needed where it serves several */
      version?: number | 'latest';
    };
    ArmMetricView: {
      /** @example errorRate */
      metric: string;
      /** @description Of durations the geometric mean, in milliseconds; of costs USD. Null where it is known of none. */
      mean: number | null;
      /**
       * @description Of the error rate, where no call has a subject: where it is, at all times together, but once in twenty arms.
       * @example null
       */
      interval: number[] | null;
      /**
       * @description Of durations, in milliseconds, at most 0.8 % off: 50th, 95th and 99th percentile.
       * @example null
       */
      percentiles: number[] | null;
      /** @description Calls that it is known of. */
      calls: number;
    };
    ArmResultView: {
      /** @description Null where the variant was deleted */
      variant: string | null;
      /** @description That answered in this time. */
      versions: number[];
      /** @description Of 10,000, as the rule is now; null where it has no such arm any more. */
      weight: number | null;
      metrics: components['schemas']['ArmMetricView'][];
      /** @description Tells the arms of the rule apart, whatever their weights and versions become. */
      key: string;
      variantId: string;
      /** @description The others are compared with it. */
      isControl: boolean;
      /** @description That were drawn to it, whatever answered. */
      calls: number;
      /** @description Since each of the rule's splits was first used; a subject counts once in each. */
      subjects: number;
      /** @description Of very many subjects every sixteenth is counted. */
      subjectsEstimated: boolean;
    };
    ArmArrivalsView: {
      key: string;
      /** @description From 0 to 1. */
      planned: number;
      /** @description Subjects, and calls without one. */
      arrivals: number;
    };
    SplitArrivalsView: {
      arms: components['schemas']['ArmArrivalsView'][];
      splitId: string;
      /** @description Natural logarithm of the evidence that the shares are not as planned. */
      logBayesFactor: number;
    };
    SampleRatioView: {
      /** @enum {string} */
      status: 'as_planned' | 'alarm' | 'nothing_yet';
      splits: components['schemas']['SplitArrivalsView'][];
      /** @description The alarm sounds where the `logBayesFactor` of a split is as large. */
      alarmAt: number;
    };
    IntervalPointView: {
      /** @description Of what was known at the end of this hour or day. */
      at: string;
      difference: number;
      low: number;
      high: number;
    };
    ComparisonView: {
      /** @example latency */
      metric: string;
      /**
       * @description `higher` and `lower` than what it is compared with, and only where 0 is outside of the interval.
       * @enum {string}
       */
      verdict: 'higher' | 'lower' | 'undecided' | 'too_early';
      /**
       * @description `absolute`: in the metric's unit; `ratio`: 0.1 is 10 % more than what it is compared with.
       * @enum {string}
       */
      scale: 'absolute' | 'ratio';
      /** @example -0.38 */
      difference: number | null;
      /** @example -0.41 */
      low: number | null;
      /** @example -0.35 */
      high: number | null;
      /**
       * @description What can be said, and nothing more.
       * @example “Concise” is faster than “Thorough”: by 35 % to 41 %.
       */
      sentence: string;
      /** @description The interval over time, since something can be said. */
      history: components['schemas']['IntervalPointView'][];
      /** @description Key of the arm, and of the control that it is compared with. */
      arm: string;
      control: string;
      /** @description Of both arms, in the splits that are compared. */
      calls: number;
      /** @description The metric that the experiment is about keeps its α; all others share one. */
      isPrimary: boolean;
      /** @description The interval ever misses the truth with this probability at most, however often somebody looks. */
      alpha: number;
    };
    PairComparisonView: {
      /** @example latency */
      metric: string;
      /**
       * @description `higher` and `lower` than what it is compared with, and only where 0 is outside of the interval.
       * @enum {string}
       */
      verdict: 'higher' | 'lower' | 'undecided' | 'too_early';
      /**
       * @description `absolute`: in the metric's unit; `ratio`: 0.1 is 10 % more than what it is compared with.
       * @enum {string}
       */
      scale: 'absolute' | 'ratio';
      /** @example -0.38 */
      difference: number | null;
      /** @example -0.41 */
      low: number | null;
      /** @example -0.35 */
      high: number | null;
      /**
       * @description What can be said, and nothing more.
       * @example “Concise” is faster than “Thorough”: by 35 % to 41 %.
       */
      sentence: string;
      /** @description The interval over time, since something can be said. */
      history: components['schemas']['IntervalPointView'][];
      /** @description Mean of what was served: of durations the geometric one, in milliseconds; of costs USD. Null without pairs. */
      served: number | null;
      /** @description The same of the shadow, on the same requests. */
      shadow: number | null;
      /** @description Pairs in which it is known of both. */
      requests: number;
      /** @description Requests that both answered, of which it is not known of one of the two: they are not compared. */
      unknown: number;
      /** @description The metric that the experiment is about keeps its α; all others share one. */
      isPrimary: boolean;
      /** @description The interval ever misses the truth with this probability at most, however often somebody looks. */
      alpha: number;
    };
    ServedVersionView: {
      /** @description Null where the variant was deleted */
      variant: string | null;
      variantId: string;
      version: number;
    };
    PairOutcomesView: {
      bothAnswered: number;
      /** @description The arm failed, and a fallback answered the caller. */
      onlyServedFailed: number;
      onlyShadowFailed: number;
      bothFailed: number;
      /** @description The copy was cut by a shutdown, which says nothing of the shadow. */
      notJudged: number;
    };
    PairView: {
      comparisons: components['schemas']['PairComparisonView'][];
      /** @description Of the shadow. */
      version: number;
      served: components['schemas']['ServedVersionView'];
      /** @description That were served and copied. */
      requests: number;
      outcomes: components['schemas']['PairOutcomesView'];
    };
    ShadowResultView: {
      /** @description Null where the variant was deleted */
      variant: string | null;
      /** @description As the rule has it: null follows the latest. */
      version: number | null;
      /**
       * @description Of 10,000 calls, as the rule is now; null where it has no such shadow any more.
       * @example 1000
       */
      share: number | null;
      /**
       * @description USD, as the rule is now; null where it has no such shadow any more.
       * @example 5
       */
      maxDailyCost: string | null;
      /** @description By version, the newest first, twenty at most. */
      pairs: components['schemas']['PairView'][];
      variantId: string;
    };
    ExperimentView: {
      arms: components['schemas']['ArmResultView'][];
      sampleRatio: components['schemas']['SampleRatioView'];
      comparisons: components['schemas']['ComparisonView'][];
      /** @description Arms that serve nobody, and what can be said of each against what was served. They count in nothing above. */
      shadows: components['schemas']['ShadowResultView'][];
      ruleId: string;
      environmentId: string;
    };
    ExperimentsView: {
      /** @description Rules that have several arms or a shadow, or had in this time. */
      items: components['schemas']['ExperimentView'][];
      from: string;
      to: string;
    };
    RerateBody: {
      /**
       * Format: date-time
       * @description Calls that began at this time or later
       */
      from: string;
      /**
       * Format: date-time
       * @description Calls that began before this time
       */
      to: string;
      /**
       * @description As in `GET /requests`: `model`, `provider`, `vendor`, `environment`, `tag.<key>` …
       * @example {
       *       "provider": "sandbox"
       *     }
       */
      filters?: {
        [key: string]: string;
      };
      /**
       * @description Says what would change, and changes nothing
       * @default false
       */
      preview?: boolean;
    };
    ModelSumsView: {
      /** @description Calls that used something. */
      requests: number;
      /** @description Of those, the ones whose cost is another one. */
      changed: number;
      /** @description Of those, the ones whose cost was not known before. */
      newlyPriced: number;
      /** @description Calls that no price is known for: what they cost stays as it was, or not known. */
      unpriced: number;
      /**
       * @description USD, of all calls whose cost was known.
       * @example 12.5
       */
      costBefore: string;
      /**
       * @description USD, of all calls whose cost is known then.
       * @example 11.75
       */
      costAfter: string;
      /** @example -0.75 */
      difference: string;
      /** @description Slug, as it was then. */
      provider: string | null;
      vendor: string | null;
      model: string | null;
    };
    UnpricedCallsView: {
      provider: string | null;
      vendor: string | null;
      model: string | null;
      /**
       * @description `no_usage`: the vendor did not say what it counted. `not_whole`: it counted only the prompt or only the answer.
       *     `unknown_model`: nobody wrote a price for the model. `unknown_service_tier`: none for the tier that it was served at.
       *     `no_price`: none for `unit`. `not_told_apart`: kinds of token that cost differently were counted together.
       *     `stated_by_vendor`: the provider takes the host's word, which it did not give.
       * @enum {string}
       */
      reason:
        | 'no_usage'
        | 'not_whole'
        | 'unknown_model'
        | 'unknown_service_tier'
        | 'no_price'
        | 'not_told_apart'
        | 'stated_by_vendor';
      unit: string | null;
      requests: number;
      /** @description Of those, the ones that keep the cost that they have. */
      kept: number;
      /**
       * Format: uuid
       * @description One of them.
       */
      requestId: string;
    };
    RerateSumsView: {
      /** @description Calls that used something. */
      requests: number;
      /** @description Of those, the ones whose cost is another one. */
      changed: number;
      /** @description Of those, the ones whose cost was not known before. */
      newlyPriced: number;
      /** @description Calls that no price is known for: what they cost stays as it was, or not known. */
      unpriced: number;
      /**
       * @description USD, of all calls whose cost was known.
       * @example 12.5
       */
      costBefore: string;
      /**
       * @description USD, of all calls whose cost is known then.
       * @example 11.75
       */
      costAfter: string;
      /** @example -0.75 */
      difference: string;
    };
    RerateView: {
      models: components['schemas']['ModelSumsView'][];
      unpriced: components['schemas']['UnpricedCallsView'][];
      /** Format: uuid */
      id: string;
      /**
       * @description `running` goes on by itself, also after a restart: ask again with its id.
       * @enum {string}
       */
      state: 'running' | 'done' | 'failed' | 'cancelled';
      error: string | null;
      /** Format: date-time */
      from: string;
      /** Format: date-time */
      to: string;
      filters: {
        [key: string]: string;
      };
      /**
       * Format: date-time
       * @description Calls that began until then are done, the oldest first.
       */
      doneUntil: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      finishedAt: string | null;
      preview: boolean;
      createdBy: string;
      total: components['schemas']['RerateSumsView'];
      /** @description There are more models or reasons than are listed; the total has them all. */
      isCut: boolean;
    };
    AudioBillingBody: {
      /** @description Shorter recordings cost as much */
      atLeastSeconds?: number;
      /** @description Rounded up to whole seconds */
      wholeSeconds?: boolean;
    };
    PriceBody: {
      /**
       * Format: uuid
       * @description Only for the calls of this provider configuration
       */
      providerId?: string | null;
      /**
       * @description Needed without `providerId`
       * @example openai
       */
      vendor?: string;
      /**
       * @description As the catalog calls it; with `providerId` as that provider does, and `*` in a discount on all of them
       * @example gpt-4o-mini
       */
      model: string;
      /** @enum {string} */
      unit?:
        | 'input'
        | 'cache-read'
        | 'cache-write'
        | 'cache-write-1h'
        | 'output'
        | 'input-audio'
        | 'input-image'
        | 'input-video'
        | 'output-audio'
        | 'output-image'
        | 'image'
        | 'audio-second'
        | 'character';
      /**
       * @description For `per` units
       * @example 2.5
       */
      usd?: string;
      /** @description Units that `usd` buys: unless it is given a million tokens or characters, one image, one second */
      per?: number;
      /**
       * @description Off the catalog’s prices, with at most four decimals; below 0 it is a surcharge
       * @example 12.5
       */
      discountPercent?: number;
      /** @description As replies name it; without it the standard tier */
      serviceTier?: string | null;
      /** @description Of requests with more prompt tokens than this; without it of all */
      abovePromptTokens?: number | null;
      /**
       * @description Largest size and quality of an image
       * @example 1024x1024 hd
       */
      imageTier?: string | null;
      /**
       * Format: date-time
       * @description Without it the price has always held
       */
      effectiveFrom?: string | null;
      /**
       * Format: date-time
       * @description Excluded; without it the price has no end
       */
      effectiveUntil?: string | null;
      /** @description For `audio-second`; without it as the catalog says */
      audioBilling?: components['schemas']['AudioBillingBody'];
      /** @description Why, for whoever reads it later */
      note?: string | null;
    };
    PriceRevisionView: {
      /** Format: uuid */
      id: string;
      revision: number;
      /** @description Null where the price was taken back, and in a discount. */
      usd: string | null;
      discountPercent: string | null;
      /** Format: date-time */
      effectiveUntil: string | null;
      /** Format: date-time */
      changedAt: string;
      note: string | null;
      /** @description An administrator, or the catalog of a release. */
      changedBy: string;
    };
    StoredPriceView: {
      /** Format: uuid */
      id: string;
      revision: number;
      /** @description Null where the price was taken back, and in a discount. */
      usd: string | null;
      discountPercent: string | null;
      /** Format: date-time */
      effectiveUntil: string | null;
      /** Format: date-time */
      changedAt: string;
      note: string | null;
      /** @enum {string} */
      source: 'catalog' | 'own';
      /** Format: uuid */
      providerId: string | null;
      /**
       * @description Null for a discount.
       * @enum {string|null}
       */
      unit:
        | 'input'
        | 'cache-read'
        | 'cache-write'
        | 'cache-write-1h'
        | 'output'
        | 'input-audio'
        | 'input-image'
        | 'input-video'
        | 'output-audio'
        | 'output-image'
        | 'image'
        | 'audio-second'
        | 'character'
        | null;
      /**
       * @description Units that `usd` buys.
       * @example 1000000
       */
      per: number;
      serviceTier: string | null;
      abovePromptTokens: number | null;
      imageTier: string | null;
      /** Format: date-time */
      effectiveFrom: string | null;
      /** @description Hours of the UTC day, `01:00-04:00`; null for all of it. */
      dailyUtc: string | null;
      audioBilling: components['schemas']['AudioBillingView'] | null;
      /** @description Every change of the price under these conditions, the newest first. */
      revisions: components['schemas']['PriceRevisionView'][];
      vendor: string;
      model: string;
      /** @description False for one that was replaced or taken back: it is kept for the calls that it was charged by. */
      isCurrent: boolean;
      /** @description An administrator, or the catalog of a release. */
      changedBy: string;
    };
    UploadBody: {
      prices: components['schemas']['PriceBody'][];
    };
    UploadView: {
      /** @description Prices that are others now. */
      changed: number;
      /** @description Prices that were so before. */
      unchanged: number;
      /** @description Of each price of the file, in its order. */
      ids: string[];
    };
    ExplainBody: {
      /**
       * @description The caller's environment, by its id or slug.
       * @example production
       */
      environmentId: string;
      /**
       * @example chat/completions
       * @enum {string}
       */
      endpoint:
        | 'chat/completions'
        | 'completions'
        | 'embeddings'
        | 'images/generations'
        | 'audio/speech'
        | 'audio/transcriptions';
      /**
       * @description The body that a caller would send.
       * @example {
       *       "model": "any",
       *       "messages": [
       *         {
       *           "role": "user",
       *           "content": "Hello"
       *         }
       *       ],
       *       "metadata": {
       *         "userId": "u-1"
       *       }
       *     }
       */
      body: {
        [key: string]: unknown;
      };
      /**
       * @description Headers that a caller would send. Looked at are `x-llmops-config` and those that rules may use.
       * @example {}
       */
      headers?: {
        [key: string]: unknown;
      };
      /**
       * Format: uuid
       * @description Of a request that was made: what is drawn by its id is drawn as it was then
       */
      requestId?: string;
    };
    ExplainedErrorView: {
      status: number;
      code: string | null;
      message: string;
      param: string | null;
    };
    WantedView: {
      in?: string[];
      notIn?: string[];
      /** @description It must be there, or must not. */
      exists?: boolean;
      prefix?: string;
    };
    ExplainedConditionView: {
      /** @description All that is asked of it. */
      wanted: components['schemas']['WantedView'];
      /** @description A member of the call's `metadata`, or `request:…` or `header:…`. */
      tag: string;
      /** @description What the call has; null where it is missing. */
      actual: string | null;
      matched: boolean;
    };
    ExplainedRuleView: {
      /**
       * @description `chosen`: it decides. `not-needed`: it matches, but an earlier one did. `no-match`, `disabled`: it is passed over.
       * @enum {string}
       */
      outcome: 'chosen' | 'not-needed' | 'no-match' | 'disabled';
      /** @description Empty: every call matches. */
      conditions: components['schemas']['ExplainedConditionView'][];
      ruleId: string;
      priority: number;
      enabled: boolean;
      /** @description Whether all conditions hold. */
      matched: boolean;
    };
    ExplainedStepView: {
      /** @enum {string} */
      step: 'direct' | 'config' | 'rule' | 'draw' | 'shadow' | 'fallback' | 'skipped';
      /**
       * @description What named the config.
       * @enum {string}
       */
      by?: 'model' | 'header' | 'environment-default';
      provider?: string;
      config?: string;
      ruleId?: string;
      priority?: number;
      matched?: boolean;
      variant?: string;
      version?: number;
      /** @description Of the arm, in ten-thousandths. */
      weight?: number;
      /** @description Of a shadow: ten-thousandths of the rule's calls that it gets a copy of. */
      share?: number;
      /** @description Whether the shadow gets a copy of this one, when it is answered. */
      drawn?: boolean;
      /** @description Who is kept on the same arm. */
      subject?: string;
      /** @description `metadata.<key>`, `user`, `header:<name>`, or `request-id` where the call names nobody. */
      subjectFrom?: string;
      /** @description Why a variant is passed over, or a request that was drawn for a shadow is not copied. */
      because?: string;
    };
    ExplainedTargetView: {
      /** @description The caller's body with the variant's parameters and prompt, in OpenAI's format; null where it cannot be made. */
      request: {
        [key: string]: unknown;
      } | null;
      /** @description What is left out for this target, as `x-llmops-dropped-params` names it. */
      dropped: string[];
      /** @description Milliseconds; what holds for this target: its version's, else its provider's, else the settings'. */
      timeouts: {
        [key: string]: number;
      };
      retry: {
        [key: string]: number;
      };
      /** @description Why this target cannot be called so; null where it can. */
      error: components['schemas']['ExplainedErrorView'] | null;
      provider: string;
      vendor: string;
      /** @description As sent to the vendor. */
      model: string;
      /** @description Null for direct access. */
      variant: string | null;
      version: number | null;
      /** @description The prompt as rendered with the body's `input`; null where there is none. */
      systemPrompt: string | null;
    };
    ExplanationView: {
      /** @description What the caller would get instead of an answer; null where the call would be made. */
      error: components['schemas']['ExplainedErrorView'] | null;
      /** @description Every rule of the config for the environment in the order they are tried, then the disabled ones. */
      rules: components['schemas']['ExplainedRuleView'][];
      reasons: components['schemas']['ExplainedStepView'][];
      /** @description Where the call goes, in order: the next is tried when the one before fails. */
      targets: components['schemas']['ExplainedTargetView'][];
      /** @description Shadows that get a copy when the call was answered, as far as their caps and what goes on then let them. */
      shadows: components['schemas']['ExplainedTargetView'][];
      /** @description Of the configuration that was asked. */
      revision: string;
      environment: string;
      /** @description The config that decides; null for direct access, or where none was found. */
      config: string | null;
    };
    LastErrorView: {
      /** Format: date-time */
      at: string;
      /** @example upstream_error */
      code: string | null;
      /**
       * @description In the vendor's words where it has said any.
       * @example The provider failed or is overloaded (503).
       */
      message: string;
    };
    ModelHealthView: {
      /** @example gpt-4o-mini */
      model: string;
      /**
       * @description `open`: calls that may go to another target pass this one over. `half-open`: one of them may go out, as a probe.
       * @enum {string}
       */
      state: 'closed' | 'open' | 'half-open';
      /**
       * @description Why it opened; null where it is closed.
       * @enum {string|null}
       */
      reason: 'errors' | 'credentials' | 'retry-after' | null;
      /** @description Until the next probe; null where it is not open. */
      probeInMs: number | null;
      /** @description Of the last ten seconds. */
      calls: number;
      /**
       * @description Failed calls as a share of all, of the last ten seconds; null where there were none.
       * @example 0.05
       */
      errorRatio: number | null;
      /** @description Until an answer began, of the last 256 calls; null where there were none. */
      p50Ms: number | null;
      p99Ms: number | null;
      lastError: components['schemas']['LastErrorView'] | null;
    };
    ProviderHealthView: {
      /** @description Of the process that answers: each has its own, and tells the others only of breakers that open. */
      models: components['schemas']['ModelHealthView'][];
    };
    ReplicaView: {
      /** Format: uuid */
      id: string;
      /** @example gateway-0 */
      host: string;
      /** @example 4711 */
      pid: number;
      /** @example 20.19.4 */
      nodeVersion: string;
      /**
       * @description The newest migration that it knows: replicas of two versions differ in it.
       * @example CountShadowCalls1764000000031
       */
      schemaVersion: string;
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      seenAt: string;
      /**
       * @description Of the configuration that it serves; null until it has loaded one.
       * @example 42
       */
      revision: string | null;
      /**
       * @description Log records on its disk that are not in the database yet.
       * @example 0
       */
      backlogBytes: number;
      /**
       * @description Log records lost since its start.
       * @example 0
       */
      lostRecords: number;
      /** @description What needs an administrator, each in one sentence; none while all is well. */
      reasons: string[];
      /** @description It answered this request. */
      answersThis: boolean;
      /** @description It has not been heard of for twenty seconds: it died, or cannot reach the database. */
      isSilent: boolean;
    };
    SystemView: {
      /**
       * @description Of the configuration that the database holds, as this replica knows it.
       * @example 42
       */
      revision: string | null;
      /** @description Each process that was heard of within the last hour, the longest running first. */
      replicas: components['schemas']['ReplicaView'][];
    };
    TableView: {
      /** @example request_logs */
      name: string;
      /**
       * @description With indexes and partitions.
       * @example 4194304
       */
      bytes: number;
      /**
       * @description An estimate of the database; 0 for a table that it has not looked at yet.
       * @example 12000
       */
      rows: number;
      /**
       * @description One for each day of the log.
       * @example 90
       */
      partitions: number;
      /** @example request_logs_20261124 */
      oldestPartition: string | null;
      /** @example request_logs_20261126 */
      newestPartition: string | null;
    };
    DatabaseView: {
      /**
       * @description Of the server.
       * @example 18.4
       */
      version: string;
      /** @example 52428800 */
      bytes: number;
      /** @description The largest first. */
      tables: components['schemas']['TableView'][];
    };
    SettingView: {
      /** @example LLMOPS_LOG_RETENTION_DAYS */
      name: string;
      /**
       * @description Sizes in bytes, lists with commas; null where it is not set, and where it is a secret. Of URLs without user, password and parameters.
       * @example 90
       */
      value: string | null;
      /** @description It is set, and is not shown. */
      isSecret: boolean;
    };
    SettingsView: {
      settings: components['schemas']['SettingView'][];
    };
    /** OpenAI */
    CreateOpenaiProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'openai';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * Format: password
         * @description API key of the account at the provider
         */
        apiKey: string;
        /** @description Organization id (org-…) to bill */
        organization?: string;
        /** @description Project id (proj_…) to bill */
        project?: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base, https://api.openai.com/v1
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Anthropic */
    CreateAnthropicProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'anthropic';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * Format: password
         * @description API key of the account at the provider
         */
        apiKey: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base, https://api.anthropic.com
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Azure OpenAI */
    CreateAzureProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'azure';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * @description Name of the resource: https://NAME.openai.azure.com. Needed unless a base URL is given
         * @example my-resource
         */
        resourceName?: string;
        /** @description One deployment for every model; without it the model names the deployment */
        deploymentId?: string;
        /** @description Dated API version (2024-10-21) for the deployments URLs; without it the v1 API is called */
        apiVersion?: string;
        /**
         * @description How the gateway proves who it is
         * @example apiKey
         * @enum {string}
         */
        authMethod: 'apiKey' | 'entra' | 'managedIdentity';
        /**
         * Format: password
         * @description Key of the resource (apiKey)
         */
        apiKey?: string;
        /** @description Directory (tenant) id (entra) */
        tenantId?: string;
        /** @description Application id (entra), or a user-assigned identity (managedIdentity) */
        clientId?: string;
        /**
         * Format: password
         * @description Client secret of the application (entra)
         */
        clientSecret?: string;
        /** @description Entra authority of another cloud; https://login.microsoftonline.com by default */
        authorityHost?: string;
        /** @description Instance metadata service of another place; http://169.254.169.254 by default */
        metadataHost?: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** AWS Bedrock */
    CreateBedrockProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'bedrock';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * @description AWS region, such as us-east-1
         * @example us-east-1
         */
        region: string;
        /**
         * Format: password
         * @description Bedrock API key, instead of AWS keys
         */
        apiKey?: string;
        /**
         * Format: password
         * @description Access key id; without any key the machine's own role is used
         */
        accessKeyId?: string;
        /**
         * Format: password
         * @description Secret access key, with the access key id
         */
        secretAccessKey?: string;
        /**
         * Format: password
         * @description Session token of temporary keys
         */
        sessionToken?: string;
        /**
         * @description Role that the keys, or the machine's own role, assume for each call; its session bears the environment's name
         * @example arn:aws:iam::123456789012:role/llm-calls
         */
        roleArn?: string;
        /** @description External id that the role's trust policy asks for */
        externalId?: string;
        /** @description Session tags for AWS's bill: name of the tag → environment, or metadata.<key> */
        tags?: {
          [key: string]: string;
        };
        /** @description STS of another place; the region's own by default */
        stsUrl?: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Groq */
    CreateGroqProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'groq';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * Format: password
         * @description API key of the account at the provider
         */
        apiKey: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base, https://api.groq.com/openai/v1
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Google Vertex AI */
    CreateVertexProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'vertex';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * @description Id of the Google Cloud project
         * @example my-project
         */
        projectId: string;
        /**
         * @description Location, as us-central1, europe-west4, eu or global
         * @example europe-west4
         */
        region: string;
        /**
         * Format: password
         * @description A service account's key file, whole, as text; without it the machine's own identity is used
         */
        serviceAccountJson?: string;
        /** @description Labels of Gemini calls for Google's bill: name of the label → environment, or metadata.<key> */
        labels?: {
          [key: string]: string;
        };
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Google AI Studio */
    CreateGeminiProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'gemini';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * Format: password
         * @description API key of the account at the provider
         */
        apiKey: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base, https://generativelanguage.googleapis.com
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Mistral AI */
    CreateMistralProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'mistral';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials: {
        /**
         * Format: password
         * @description API key of the account at the provider
         */
        apiKey: string;
      };
      /**
       * Format: uri
       * @description Stands for the vendor's default base, https://api.mistral.ai/v1
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** OpenAI-compatible host */
    CreateOpenaiCompatibleProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'openai-compatible';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials?: {
        /**
         * Format: password
         * @description Sent as a bearer token, where the host wants one
         */
        apiKey?: string;
        /** @description Further headers, an object of names and values */
        headers?: {
          [key: string]: string;
        };
      };
      /**
       * Format: uri
       * @description Where the host answers; the paths of the API are appended
       */
      baseUrl: string;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
    /** Sandbox (offline, no real model) */
    CreateSandboxProvider: {
      /**
       * @description discriminator enum property added by openapi-typescript
       * @enum {string}
       */
      vendor: 'sandbox';
      /** @example My sandbox */
      name: string;
      /**
       * @description Callers name the account by it: `@<slug>/<model>`. Made from the name when absent
       * @example my-sandbox
       */
      slug?: string;
      credentials?: Record<string, never>;
      /**
       * Format: uri
       * @description Stands for the vendor's default base, http://sandbox.invalid/v1
       */
      baseUrl?: string | null;
      /** @default true */
      enabled?: boolean;
      /**
       * @description The vendor's name of a model → the price catalog's
       * @example {}
       */
      pricingModelMap?: {
        [key: string]: unknown;
      };
      /**
       * @description Whose figure is the `cost` of a call: `catalog` (usage times price), or `vendor` (what the host says in its reply, else null)
       * @example catalog
       * @enum {string}
       */
      costSource?: 'catalog' | 'vendor';
      /**
       * @description Whether streams of hosts that speak OpenAI’s format are asked to count tokens: `send`, `omit`, or `auto` (sent unless the host is known to refuse it, or does)
       * @example auto
       * @enum {string}
       */
      streamOptions?: 'send' | 'omit' | 'auto';
      /**
       * @description What becomes of `developer` messages on such hosts: `send`, `system`, or `auto` (`system` where the host is known to refuse them, or does)
       * @example auto
       * @enum {string}
       */
      developerRole?: 'send' | 'system' | 'auto';
      /** @description Where a version does not say; what is absent here follows the settings */
      timeouts?: components['schemas']['TimeoutsBody'] | null;
      /** @description Where a version does not say; what is absent here follows the settings */
      retry?: components['schemas']['RetryBody'] | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  Session_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Session_begin: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "token": "your admin token"
         *     }
         */
        'application/json': components['schemas']['CreateSessionBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Session_end: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_listVendors: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['VendorView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ProviderView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json':
          | components['schemas']['CreateOpenaiProvider']
          | components['schemas']['CreateAnthropicProvider']
          | components['schemas']['CreateAzureProvider']
          | components['schemas']['CreateBedrockProvider']
          | components['schemas']['CreateGroqProvider']
          | components['schemas']['CreateVertexProvider']
          | components['schemas']['CreateGeminiProvider']
          | components['schemas']['CreateMistralProvider']
          | components['schemas']['CreateOpenaiCompatibleProvider']
          | components['schemas']['CreateSandboxProvider'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Id or slug */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Sandbox",
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['UpdateProviderBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderConfigs_test: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        /**
         * @example {
         *       "model": "sandbox-1"
         *     }
         */
        'application/json': components['schemas']['ProviderTestBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderTestView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Prices_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Only what was written for this provider configuration. */
        providerId?: string;
        /** @description `catalog`: what the gateway comes with; `own`: what was written here. */
        source?: 'catalog' | 'own';
        /** @description Exactly this vendor's. */
        vendor?: string;
        /** @description Exactly this model, or an alias of it. */
        model?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['PriceView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnPrices_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "vendor": "openai",
         *       "model": "gpt-4o-mini",
         *       "unit": "input",
         *       "usd": "0.14",
         *       "effectiveFrom": "2099-01-01T00:00:00Z",
         *       "note": "Contract of 2099"
         *     }
         */
        'application/json': components['schemas']['PriceBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StoredPriceView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Feedback_give: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "requestId": "0192f0c1-7a5e-7c3a-9d1b-3f5a2b1c4d5e",
         *       "name": "helpful",
         *       "value": 1,
         *       "comment": "Answered what I asked."
         *     }
         */
        'application/json': components['schemas']['FeedbackBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedbackView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RequestLogs_list: {
    parameters: {
      query?: {
        /** @description `nextCursor` of the page before */
        cursor?: string;
        limit?: number;
        /** @description Started at this time or later (ISO 8601) */
        from?: string;
        /** @description Started before this time (ISO 8601) */
        to?: string;
        /** @description Slug as it was at the time, or id */
        environment?: string;
        /** @description Name of the environment’s secret as it was at the time, or id */
        secret?: string;
        /** @description Family of the calling program */
        client?: string;
        /** @description As the caller named it */
        session?: string;
        /** @description Of a W3C trace context: 32 hex digits */
        traceId?: string;
        /** @description Slug as it was at the time, or id */
        config?: string;
        /** @description Name as it was at the time, or id */
        variant?: string;
        /** @description Id of the rule that chose the variant */
        rule?: string;
        /** @description Slug as it was at the time, or id */
        provider?: string;
        /** @description Vendor id */
        vendor?: string;
        /** @description As sent to the vendor */
        model?: string;
        /** @description As the vendor’s reply names it */
        servedModel?: string;
        /** @description Of the first choice */
        finishReason?: string;
        /** @description Service tier that the vendor reports */
        tier?: string;
        /** @description As in the path; `models` for lists of models */
        endpoint?: string;
        /** @description A status such as 200, or a class such as 5xx */
        status?: string;
        /** @description `error`: an error status or a stream that broke; `aborted`: the caller left; `unpriced`: it used something whose cost is not known. As usage counts them */
        outcome?: string;
        /** @description true or false */
        streaming?: string;
        /** @description `true`: copies that shadow arms got; `false`: what callers asked. Both without it */
        shadow?: string;
        /** @description At least so many milliseconds until the end of the reply */
        minLatencyMs?: string;
        /** @description The reply’s x-llmops-request-id; a list ignores from and to then */
        requestId?: string;
        /** @description Any tag: `tag.<key>=<value>` */
        'tag.userId'?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RequestView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RequestLogs_export: {
    parameters: {
      query?: {
        /** @description A request a line: as JSON, as the list has it, or as comma-separated values */
        format?: 'jsonl' | 'csv';
        /** @description Started at this time or later (ISO 8601) */
        from?: string;
        /** @description Started before this time (ISO 8601) */
        to?: string;
        /** @description Slug as it was at the time, or id */
        environment?: string;
        /** @description Name of the environment’s secret as it was at the time, or id */
        secret?: string;
        /** @description Family of the calling program */
        client?: string;
        /** @description As the caller named it */
        session?: string;
        /** @description Of a W3C trace context: 32 hex digits */
        traceId?: string;
        /** @description Slug as it was at the time, or id */
        config?: string;
        /** @description Name as it was at the time, or id */
        variant?: string;
        /** @description Id of the rule that chose the variant */
        rule?: string;
        /** @description Slug as it was at the time, or id */
        provider?: string;
        /** @description Vendor id */
        vendor?: string;
        /** @description As sent to the vendor */
        model?: string;
        /** @description As the vendor’s reply names it */
        servedModel?: string;
        /** @description Of the first choice */
        finishReason?: string;
        /** @description Service tier that the vendor reports */
        tier?: string;
        /** @description As in the path; `models` for lists of models */
        endpoint?: string;
        /** @description A status such as 200, or a class such as 5xx */
        status?: string;
        /** @description `error`: an error status or a stream that broke; `aborted`: the caller left; `unpriced`: it used something whose cost is not known. As usage counts them */
        outcome?: string;
        /** @description true or false */
        streaming?: string;
        /** @description `true`: copies that shadow arms got; `false`: what callers asked. Both without it */
        shadow?: string;
        /** @description At least so many milliseconds until the end of the reply */
        minLatencyMs?: string;
        /** @description The reply’s x-llmops-request-id; a list ignores from and to then */
        requestId?: string;
        /** @description Any tag: `tag.<key>=<value>` */
        'tag.userId'?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK; a connection that is cut means that not all of them could be sent */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/jsonl': string;
          'text/csv': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RequestLogs_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The reply's x-llmops-request-id */
        requestId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RequestDetailView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Usage_totals: {
    parameters: {
      query?: {
        /** @description Started at this time or later (ISO 8601) */
        from?: string;
        /** @description Started before this time (ISO 8601) */
        to?: string;
        /** @description Slug as it was at the time, or id */
        environment?: string;
        /** @description Name of the environment’s secret as it was at the time, or id */
        secret?: string;
        /** @description Family of the calling program */
        client?: string;
        /** @description As the caller named it */
        session?: string;
        /** @description Of a W3C trace context: 32 hex digits */
        traceId?: string;
        /** @description Slug as it was at the time, or id */
        config?: string;
        /** @description Name as it was at the time, or id */
        variant?: string;
        /** @description Id of the rule that chose the variant */
        rule?: string;
        /** @description Slug as it was at the time, or id */
        provider?: string;
        /** @description Vendor id */
        vendor?: string;
        /** @description As sent to the vendor */
        model?: string;
        /** @description As the vendor’s reply names it */
        servedModel?: string;
        /** @description Of the first choice */
        finishReason?: string;
        /** @description Service tier that the vendor reports */
        tier?: string;
        /** @description As in the path; `models` for lists of models */
        endpoint?: string;
        /** @description A status such as 200, or a class such as 5xx */
        status?: string;
        /** @description `error`: an error status or a stream that broke; `aborted`: the caller left; `unpriced`: it used something whose cost is not known. As usage counts them */
        outcome?: string;
        /** @description true or false */
        streaming?: string;
        /** @description `true`: copies that shadow arms got; `false`: what callers asked. Both without it */
        shadow?: string;
        /** @description At least so many milliseconds until the end of the reply */
        minLatencyMs?: string;
        /** @description The reply’s x-llmops-request-id; a list ignores from and to then */
        requestId?: string;
        /** @description Any tag: `tag.<key>=<value>` */
        'tag.userId'?: string;
        /** @description Up to four of day, hour, minute, model, servedModel, provider, vendor, config, variant, version, environment, endpoint, secret, client, status, finishReason, tier, streaming, session, shadow, tag.<key>, with commas between */
        groupBy?: string;
        /** @description `previous` adds the same length of time just before, and the change since */
        compare?: 'none' | 'previous';
        /** @description So many groups by what they are of; all others together are one more, so that the sum closes */
        top?: number;
        /** @description What groups are ranked by, the largest first */
        orderBy?: 'requests' | 'cost' | 'tokens' | 'errors';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UsageView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Usage_export: {
    parameters: {
      query?: {
        /** @description The same answer as a file: as JSON, or a group a line as comma-separated values */
        format?: 'json' | 'csv';
        /** @description Started at this time or later (ISO 8601) */
        from?: string;
        /** @description Started before this time (ISO 8601) */
        to?: string;
        /** @description Slug as it was at the time, or id */
        environment?: string;
        /** @description Name of the environment’s secret as it was at the time, or id */
        secret?: string;
        /** @description Family of the calling program */
        client?: string;
        /** @description As the caller named it */
        session?: string;
        /** @description Of a W3C trace context: 32 hex digits */
        traceId?: string;
        /** @description Slug as it was at the time, or id */
        config?: string;
        /** @description Name as it was at the time, or id */
        variant?: string;
        /** @description Id of the rule that chose the variant */
        rule?: string;
        /** @description Slug as it was at the time, or id */
        provider?: string;
        /** @description Vendor id */
        vendor?: string;
        /** @description As sent to the vendor */
        model?: string;
        /** @description As the vendor’s reply names it */
        servedModel?: string;
        /** @description Of the first choice */
        finishReason?: string;
        /** @description Service tier that the vendor reports */
        tier?: string;
        /** @description As in the path; `models` for lists of models */
        endpoint?: string;
        /** @description A status such as 200, or a class such as 5xx */
        status?: string;
        /** @description `error`: an error status or a stream that broke; `aborted`: the caller left; `unpriced`: it used something whose cost is not known. As usage counts them */
        outcome?: string;
        /** @description true or false */
        streaming?: string;
        /** @description `true`: copies that shadow arms got; `false`: what callers asked. Both without it */
        shadow?: string;
        /** @description At least so many milliseconds until the end of the reply */
        minLatencyMs?: string;
        /** @description The reply’s x-llmops-request-id; a list ignores from and to then */
        requestId?: string;
        /** @description Any tag: `tag.<key>=<value>` */
        'tag.userId'?: string;
        /** @description Up to four of day, hour, minute, model, servedModel, provider, vendor, config, variant, version, environment, endpoint, secret, client, status, finishReason, tier, streaming, session, shadow, tag.<key>, with commas between */
        groupBy?: string;
        /** @description `previous` adds the same length of time just before, and the change since */
        compare?: 'none' | 'previous';
        /** @description So many groups by what they are of; all others together are one more, so that the sum closes */
        top?: number;
        /** @description What groups are ranked by, the largest first */
        orderBy?: 'requests' | 'cost' | 'tokens' | 'errors';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UsageView'];
          'text/csv': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Reconciliation_reconcile: {
    parameters: {
      query?: {
        /** @description Slugs or ids of the providers that the bill is of, with commas between; all of the vendor where absent */
        provider?: string;
        /** @description Ids or names of projects, workspaces or API keys: only lines of one of these, with commas between */
        group?: string;
        /** @description Per cent of the bill’s figure up to which a gap is none */
        tolerance?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description An export as the vendor gives it: a page of its usage or costs API, an array of such pages, or the CSV file of its console */
    requestBody: {
      content: {
        /**
         * @example {
         *       "object": "page",
         *       "data": [
         *         {
         *           "object": "bucket",
         *           "start_time": 1769817600,
         *           "end_time": 1769904000,
         *           "results": [
         *             {
         *               "object": "organization.costs.result",
         *               "amount": {
         *                 "value": 10,
         *                 "currency": "usd"
         *               },
         *               "line_item": "gpt-4o-2024-08-06, input"
         *             }
         *           ]
         *         }
         *       ],
         *       "has_more": false
         *     }
         */
        'application/json': Record<string, never> | Record<string, never>[] | string;
        'text/csv': Record<string, never> | Record<string, never>[] | string;
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReconciliationView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['WebhookView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "On-call",
         *       "url": "https://hooks.example.com/llm-gateway",
         *       "events": [
         *         "breaker.opened",
         *         "rollout.rolled_back"
         *       ]
         *     }
         */
        'application/json': components['schemas']['CreateWebhookBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhookView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_events: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventsView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "events": []
         *     }
         */
        'application/json': components['schemas']['UpdateWebhookBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_rotateSecret: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "graceSeconds": 86400
         *     }
         */
        'application/json': components['schemas']['RotateWebhookSecretBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhookView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_test: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_deliveries: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        state?: 'waiting' | 'delivered' | 'failed';
        type?:
          | 'breaker.opened'
          | 'guard.tripped'
          | 'rollout.advanced'
          | 'rollout.paused'
          | 'rollout.rolled_back'
          | 'rollout.completed'
          | 'model.unpriced'
          | 'log.degraded'
          | 'secret.expiring'
          | 'webhook.test';
      };
      header?: never;
      path: {
        /** @description Of the webhook */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['DeliveryView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Webhooks_redeliver: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of the webhook */
        id: string;
        /** @description Of the delivery */
        deliveryId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DeliveryView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['EnvironmentView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Quality assurance",
         *       "slug": "qa",
         *       "isProduction": false
         *     }
         */
        'application/json': components['schemas']['CreateEnvironmentBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_tryRedaction: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "contentRedaction": {
         *         "patterns": [
         *           "[0-9]{12,19}"
         *         ],
         *         "paths": [
         *           "$.user"
         *         ]
         *       },
         *       "text": "{\"user\":\"ada\",\"messages\":[{\"role\":\"user\",\"content\":\"My card is 4111111111111111\"}]}"
         *     }
         */
        'application/json': components['schemas']['TryRedactionBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TriedRedactionView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Id or slug */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Development",
         *       "directAccess": "on"
         *     }
         */
        'application/json': components['schemas']['UpdateEnvironmentBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EnvironmentView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_listSecrets: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['SecretView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_createSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Billing service",
         *       "expiresAt": "2099-12-31T23:59:59Z"
         *     }
         */
        'application/json': components['schemas']['CreateSecretBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewSecretView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_rotateSecrets: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "graceSeconds": 86400,
         *       "name": "Billing service"
         *     }
         */
        'application/json': components['schemas']['RotateSecretBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewSecretView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Environments_deleteSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Id or slug */
        id: string;
        /** @description Of the secret */
        secretId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Configs_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['ConfigView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Configs_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Support answers",
         *       "slug": "support-answers"
         *     }
         */
        'application/json': components['schemas']['CreateConfigBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConfigView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Configs_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConfigView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Configs_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Id or slug */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Configs_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Demo"
         *     }
         */
        'application/json': components['schemas']['UpdateConfigBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConfigView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['VariantView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_create: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Short and factual",
         *       "version": {
         *         "providerId": "00000000-0000-4000-8000-000000000004",
         *         "model": "sandbox-1",
         *         "parameters": {
         *           "temperature": 0.2,
         *           "max_tokens": 400
         *         },
         *         "parameterModes": {
         *           "max_tokens": "cap"
         *         },
         *         "systemPrompt": "You help customers of {{ input.company }}.",
         *         "timeouts": {
         *           "connectMs": 10000,
         *           "firstByteMs": 60000,
         *           "firstTokenMs": 60000,
         *           "idleMs": 60000,
         *           "totalMs": 300000
         *         },
         *         "retry": {
         *           "maxAttempts": 3,
         *           "maxDelayMs": 8000
         *         }
         *       }
         *     }
         */
        'application/json': components['schemas']['CreateVariantBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VariantDetailView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_previewPrompt: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "systemPrompt": "You help customers of {{ input.company }}.",
         *       "input": {
         *         "company": "Acme"
         *       }
         *     }
         */
        'application/json': components['schemas']['PreviewPromptBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PromptPreviewView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or name
         * @example Demo on the sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VariantDetailView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Id or name */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or name
         * @example Demo on the sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "name": "Demo on the sandbox"
         *     }
         */
        'application/json': components['schemas']['UpdateVariantBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VariantDetailView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_listVersions: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id or name
         * @example Demo on the sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['VersionView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_createVersion: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or name
         * @example Demo on the sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "providerId": "00000000-0000-4000-8000-000000000004",
         *       "model": "sandbox-1",
         *       "systemPrompt": "You answer {{ input.audience | default: \"developers\" }} briefly."
         *     }
         */
        'application/json': components['schemas']['CreateVersionBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VersionView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Variants_getVersion: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or name
         * @example Demo on the sandbox
         */
        id: string;
        /**
         * @description Its number, or `latest`
         * @example latest
         */
        version: number | 'latest';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['VersionView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RuleView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_create: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "environmentId": "00000000-0000-4000-8000-000000000003",
         *       "priority": 10,
         *       "conditions": {
         *         "plan": [
         *           "pro",
         *           "team"
         *         ],
         *         "request:endpoint": "chat/completions"
         *       },
         *       "stickyBy": "metadata.userId",
         *       "split": [
         *         {
         *           "variantId": "00000000-0000-4000-8000-000000000006",
         *           "version": "latest",
         *           "weight": 10000
         *         },
         *         {
         *           "variantId": "00000000-0000-4000-8000-000000000006",
         *           "version": "latest",
         *           "serve": false,
         *           "share": 100,
         *           "maxDailyCost": "5"
         *         }
         *       ],
         *       "fallbacks": []
         *     }
         */
        'application/json': components['schemas']['CreateRuleBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RuleDetailView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_reorder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "environmentId": "00000000-0000-4000-8000-000000000001",
         *       "ruleIds": [
         *         "00000000-0000-4000-8000-000000000007"
         *       ]
         *     }
         */
        'application/json': components['schemas']['ReorderRulesBody'];
      };
    };
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RuleDetailView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_delete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /** @description Id or slug */
        id: string;
        /** @description Of the rule */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  TargetingRules_update: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "priority": 0,
         *       "enabled": true
         *     }
         */
        'application/json': components['schemas']['UpdateRuleBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RuleDetailView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RuleTargets_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Only where this variant is served */
        variantId?: string;
        /** @description Only where the served version calls this provider */
        providerId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RuleTargetView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RolloutList_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Only those in this state. */
        state?: 'scheduled' | 'running' | 'paused' | 'completed' | 'rolled_back' | 'replaced';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RolloutSummaryView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_put: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "variantId": "00000000-0000-4000-8000-000000000006",
         *       "version": 1,
         *       "steps": [
         *         {
         *           "weight": 1000,
         *           "minMinutes": 60,
         *           "minRequests": 200
         *         },
         *         {
         *           "weight": 5000,
         *           "minMinutes": 240,
         *           "minRequests": 1000
         *         },
         *         {
         *           "weight": 10000,
         *           "minMinutes": 1440
         *         }
         *       ],
         *       "guard": {
         *         "maxErrorRate": 0.05,
         *         "maxRelativeErrorIncrease": 0.5
         *       }
         *     }
         */
        'application/json': components['schemas']['PutRolloutBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_pause: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_resume: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_advance: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_complete: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Rollouts_rollback: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of the state that the change is meant for; refused with 412 where it is another one now */
        'If-Match'?: string;
      };
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
        /**
         * @description Of the rule
         * @example 00000000-0000-4000-8000-000000000009
         */
        ruleId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RolloutView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The resource has changed since the state that `If-Match` names; nothing was written */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Precondition Failed",
           *       "status": 412,
           *       "detail": "The resource has changed since the state that `If-Match` names; nothing was written",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConfigHistory_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
        /** @description Only the changes for this environment */
        environmentId?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['HistoryEntryView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConfigHistory_restore: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "historyId": "00000000-0000-4000-8000-00000000000c"
         *     }
         */
        'application/json': components['schemas']['RestoreBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryEntryView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ConfigHistory_promote: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "fromEnvironmentId": "00000000-0000-4000-8000-000000000003",
         *       "toEnvironmentId": "00000000-0000-4000-8000-000000000002"
         *     }
         */
        'application/json': components['schemas']['PromoteBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryEntryView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Experiments_list: {
    parameters: {
      query?: {
        to?: string;
        /** @description Whole days (UTC) where it is over three days ago */
        from?: string;
        /** @description The metric that the experiment is about, such as `cost` or `feedback.helpful`: choose it beforehand */
        primary?: string;
        environmentId?: string;
      };
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExperimentsView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Reratings_rerate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "from": "2026-01-01T00:00:00Z",
         *       "to": "2026-02-01T00:00:00Z",
         *       "filters": {
         *         "provider": "sandbox"
         *       },
         *       "preview": true
         *     }
         */
        'application/json': components['schemas']['RerateBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RerateView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Reratings_list: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `nextCursor` of the page before */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            items: components['schemas']['RerateView'][];
            /** @description Null on the last page */
            nextCursor: string | null;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Reratings_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As `POST /prices/rerate` answers it */
        ratingId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RerateView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Reratings_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As `POST /prices/rerate` answers it */
        ratingId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnPrices_upload: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "prices": [
         *         {
         *           "providerId": "00000000-0000-4000-8000-000000000004",
         *           "model": "*",
         *           "discountPercent": 12.5,
         *           "effectiveFrom": "2099-01-01T00:00:00Z"
         *         },
         *         {
         *           "providerId": "00000000-0000-4000-8000-000000000004",
         *           "model": "sandbox-1",
         *           "unit": "output",
         *           "usd": "0"
         *         }
         *       ]
         *     }
         */
        'application/json': components['schemas']['UploadBody'];
        'text/csv': components['schemas']['UploadBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UploadView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnPrices_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of the price, as `priceIds` of a call name it */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StoredPriceView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  OwnPrices_delete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Of the price, as `priceIds` of a call name it */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  Gateway_chatCompletions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          messages: ({
            /** @enum {string} */
            role: 'developer' | 'system' | 'user' | 'assistant' | 'tool' | 'function';
            content?:
              | string
              | {
                  [key: string]: unknown;
                }[]
              | null;
          } & {
            [key: string]: unknown;
          })[];
          /** @default false */
          stream?: boolean;
          stream_options?: {
            include_usage?: boolean;
          };
          temperature?: number;
          max_completion_tokens?: number;
          tools?: {
            [key: string]: unknown;
          }[];
          /** @description Tags: rules can ask for them, the log keeps them. `userId` keeps a user on one arm of a split */
          metadata?: {
            [key: string]: string;
          };
          /** @description The subject of a split where `metadata.userId` is absent */
          user?: string;
          /** @description Variables of the variant's system prompt */
          input?: {
            [key: string]: unknown;
          };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The completion, or a stream of its chunks when `stream` is true */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: string;
            /** @enum {string} */
            object: 'chat.completion';
            /** @description Whole seconds since 1970 */
            created: number;
            model: string;
            choices: ({
              index?: number;
              message?: {
                [key: string]: unknown;
              };
              finish_reason?: string;
            } & {
              [key: string]: unknown;
            })[];
            usage?: {
              prompt_tokens?: number;
              completion_tokens?: number;
              total_tokens?: number;
            } & {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          /**
           * @example data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}
           *
           *     data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
           *
           *     data: [DONE]
           */
          'text/event-stream': string;
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Gateway_completions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          prompt: string | string[] | unknown[];
          max_tokens?: number;
          n?: number;
          best_of?: number;
          echo?: boolean;
          suffix?: string;
          logprobs?: number;
          stop?: string | string[];
          temperature?: number;
          top_p?: number;
          stream?: boolean;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Gateway_embeddings: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          input: string | string[] | unknown[];
          dimensions?: number;
          /** @enum {string} */
          encoding_format?: 'float' | 'base64';
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Gateway_images: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          prompt: string;
          n?: number;
          /** @example 1024x1024 */
          size?: string;
          /** @example high */
          quality?: string;
          /** @enum {string} */
          response_format?: 'url' | 'b64_json';
          /** @enum {string} */
          output_format?: 'png' | 'jpeg' | 'webp';
          output_compression?: number;
          background?: string;
          moderation?: string;
          style?: string;
          /** @description Where the vendor takes one */
          seed?: number;
          stream?: boolean;
          partial_images?: number;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Gateway_speech: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          input: string;
          voice?:
            | string
            | {
                id?: string;
              };
          /** @enum {string} */
          response_format?: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm';
          /** @enum {string} */
          stream_format?: 'audio' | 'sse';
          speed?: number;
          instructions?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'audio/mpeg': string;
          'audio/wav': string;
          'text/event-stream': string;
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Gateway_transcriptions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': {
          /** Format: binary */
          file: string;
          /**
           * @description `@<provider slug>/<model>` or `@config/<config slug>`
           * @example @sandbox/sandbox-transcribe
           */
          model: string;
          /**
           * @example json
           * @enum {string}
           */
          response_format?: 'json' | 'text' | 'srt' | 'vtt' | 'verbose_json' | 'diarized_json';
          /** @example en */
          language?: string;
          /** @example  */
          prompt?: string;
          /** @example 0 */
          temperature?: number;
          /** @example [] */
          'timestamp_granularities[]'?: ('word' | 'segment')[];
          /** @example [] */
          'include[]'?: string[];
          /** @example  */
          chunking_strategy?: string;
          /** @example [] */
          'known_speaker_names[]'?: string[];
          /** @example [] */
          'known_speaker_references[]'?: string[];
          /** @example false */
          stream?: boolean;
          /**
           * @description Tags of the log, as JSON text or as fields `metadata[name]`
           * @example {"userId": "u-1"}
           */
          metadata?: string;
        };
      };
    };
    responses: {
      /** @description The transcript */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
          'text/plain': string;
        };
      };
      /** @description No route given, a wrong shape, or what the vendor does not take */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No route given, a wrong shape, or what the vendor does not take",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Unknown config, provider or model, or no rule matches */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Unknown config, provider or model, or no rule matches",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Too many calls under way, or a limit or quota of the vendor */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Too many calls under way, or a limit or quota of the vendor",
           *         "type": "requests",
           *         "param": null,
           *         "code": "rate_limit_exceeded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description Quote the request id */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "Quote the request id",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "internal_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor failed, is not there, refused the credentials, or answered with no answer */
      502: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor failed, is not there, refused the credentials, or answered with no answer",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_error"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The vendor was too slow */
      504: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The vendor was too slow",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "upstream_timeout"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  playground_Gateway_chatCompletions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          messages: ({
            /** @enum {string} */
            role: 'developer' | 'system' | 'user' | 'assistant' | 'tool' | 'function';
            content?:
              | string
              | {
                  [key: string]: unknown;
                }[]
              | null;
          } & {
            [key: string]: unknown;
          })[];
          /** @default false */
          stream?: boolean;
          stream_options?: {
            include_usage?: boolean;
          };
          temperature?: number;
          max_completion_tokens?: number;
          tools?: {
            [key: string]: unknown;
          }[];
          /** @description Tags: rules can ask for them, the log keeps them. `userId` keeps a user on one arm of a split */
          metadata?: {
            [key: string]: string;
          };
          /** @description The subject of a split where `metadata.userId` is absent */
          user?: string;
          /** @description Variables of the variant's system prompt */
          input?: {
            [key: string]: unknown;
          };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The completion, or a stream of its chunks when `stream` is true */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            id: string;
            /** @enum {string} */
            object: 'chat.completion';
            /** @description Whole seconds since 1970 */
            created: number;
            model: string;
            choices: ({
              index?: number;
              message?: {
                [key: string]: unknown;
              };
              finish_reason?: string;
            } & {
              [key: string]: unknown;
            })[];
            usage?: {
              prompt_tokens?: number;
              completion_tokens?: number;
              total_tokens?: number;
            } & {
              [key: string]: unknown;
            };
          } & {
            [key: string]: unknown;
          };
          /**
           * @example data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}
           *
           *     data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":0,"model":"sandbox-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
           *
           *     data: [DONE]
           */
          'text/event-stream': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  playground_Gateway_completions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          prompt: string | string[] | unknown[];
          max_tokens?: number;
          n?: number;
          best_of?: number;
          echo?: boolean;
          suffix?: string;
          logprobs?: number;
          stop?: string | string[];
          temperature?: number;
          top_p?: number;
          stream?: boolean;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  playground_Gateway_embeddings: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          input: string | string[] | unknown[];
          dimensions?: number;
          /** @enum {string} */
          encoding_format?: 'float' | 'base64';
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  playground_Gateway_images: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          prompt: string;
          n?: number;
          /** @example 1024x1024 */
          size?: string;
          /** @example high */
          quality?: string;
          /** @enum {string} */
          response_format?: 'url' | 'b64_json';
          /** @enum {string} */
          output_format?: 'png' | 'jpeg' | 'webp';
          output_compression?: number;
          background?: string;
          moderation?: string;
          style?: string;
          /** @description Where the vendor takes one */
          seed?: number;
          stream?: boolean;
          partial_images?: number;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  playground_Gateway_speech: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description `@<provider slug>/<model>` or `@config/<config slug>` */
          model?: string;
          input: string;
          voice?:
            | string
            | {
                id?: string;
              };
          /** @enum {string} */
          response_format?: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm';
          /** @enum {string} */
          stream_format?: 'audio' | 'sse';
          speed?: number;
          instructions?: string;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description The answer */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'audio/mpeg': string;
          'audio/wav': string;
          'text/event-stream': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  playground_Gateway_transcriptions: {
    parameters: {
      query?: never;
      header?: {
        /** @description Slug or id of the config that serves the call. A `model` that begins with `@` wins over it */
        'x-llmops-config'?: string;
        /** @description The whole call may take so long, with all attempts. It can only lower what the gateway allows */
        'x-llmops-timeout-ms'?: number;
        /** @description Calls to one target at most. It can only lower what the gateway would make */
        'x-llmops-max-attempts'?: number;
      };
      path: {
        /**
         * @description Id or slug of the environment
         * @example development
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': {
          /** Format: binary */
          file: string;
          /**
           * @description `@<provider slug>/<model>` or `@config/<config slug>`
           * @example @sandbox/sandbox-transcribe
           */
          model: string;
          /**
           * @example json
           * @enum {string}
           */
          response_format?: 'json' | 'text' | 'srt' | 'vtt' | 'verbose_json' | 'diarized_json';
          /** @example en */
          language?: string;
          /** @example  */
          prompt?: string;
          /** @example 0 */
          temperature?: number;
          /** @example [] */
          'timestamp_granularities[]'?: ('word' | 'segment')[];
          /** @example [] */
          'include[]'?: string[];
          /** @example  */
          chunking_strategy?: string;
          /** @example [] */
          'known_speaker_names[]'?: string[];
          /** @example [] */
          'known_speaker_references[]'?: string[];
          /** @example false */
          stream?: boolean;
          /**
           * @description Tags of the log, as JSON text or as fields `metadata[name]`
           * @example {"userId": "u-1"}
           */
          metadata?: string;
        };
      };
    };
    responses: {
      /** @description The transcript */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
          'text/event-stream': string;
          'text/plain': string;
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  giveFeedback: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['FeedbackBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FeedbackView'];
        };
      };
      /** @description A wrong shape */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "A wrong shape",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_request"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description There is no such request of this environment, or its record has not arrived */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "There is no such request of this environment, or its record has not arrived",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The body is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The body is too large",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "request_too_large"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description The content type is not taken here */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "The content type is not taken here",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "unsupported_content_type"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Models_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {string} */
            object: 'list';
            data: ({
              /** @example @sandbox/sandbox-1 */
              id: string;
              /** @enum {string} */
              object: 'model';
              /** @description Whole seconds since 1970; 0 where it is not known */
              created: number;
              /** @example sandbox */
              owned_by: string;
              /** @description Tokens; absent where it is not known */
              context_window?: number;
              /** @description The endpoints of the model's provider */
              capabilities?: string[];
              /** @description USD for one of each unit; absent where no price is known */
              pricing?: {
                [key: string]: string;
              };
            } & {
              [key: string]: unknown;
            })[];
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Models_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @example @sandbox/sandbox-1 */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @example @sandbox/sandbox-1 */
            id: string;
            /** @enum {string} */
            object: 'model';
            /** @description Whole seconds since 1970; 0 where it is not known */
            created: number;
            /** @example sandbox */
            owned_by: string;
            /** @description Tokens; absent where it is not known */
            context_window?: number;
            /** @description The endpoints of the model's provider */
            capabilities?: string[];
            /** @description USD for one of each unit; absent where no price is known */
            pricing?: {
              [key: string]: string;
            };
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description No, unknown or ended secret */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "No, unknown or ended secret",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "invalid_api_key"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description There is no such model */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "There is no such model",
           *         "type": "invalid_request_error",
           *         "param": null,
           *         "code": "model_not_found"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description This replica starts or shuts down, or the provider cannot be used now */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "error": {
           *         "message": "This replica starts or shuts down, or the provider cannot be used now",
           *         "type": "server_error",
           *         "param": null,
           *         "code": "server_is_overloaded"
           *       }
           *     }
           */
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
      /** @description An error in OpenAI's form */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            error: {
              message: string;
              /** @example invalid_request_error */
              type: string;
              param: string | null;
              /** @example route_not_specified */
              code: string | null;
            };
          };
        };
      };
    };
  };
  Health_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': Record<string, never>;
        };
      };
    };
  };
  Health_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': Record<string, never>;
        };
      };
    };
  };
  Metrics_scrape: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
    };
  };
  Explain_explain: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example demo
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        /**
         * @example {
         *       "environmentId": "development",
         *       "endpoint": "chat/completions",
         *       "body": {
         *         "messages": [
         *           {
         *             "role": "user",
         *             "content": "Hello"
         *           }
         *         ],
         *         "metadata": {
         *           "userId": "u-1",
         *           "plan": "pro"
         *         },
         *         "input": {
         *           "audience": "beginners"
         *         }
         *       }
         *     }
         */
        'application/json': components['schemas']['ExplainBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExplanationView'];
        };
      };
      /** @description A wrong type, a missing or an unknown field or parameter */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Bad Request",
           *       "status": 400,
           *       "detail": "A wrong type, a missing or an unknown field or parameter",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The slug or name is taken, or the resource is in use */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Conflict",
           *       "status": 409,
           *       "detail": "The slug or name is taken, or the resource is in use",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is larger than this route takes: 1 MB, or a file of 8 MB */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Payload Too Large",
           *       "status": 413,
           *       "detail": "The body is larger than this route takes: 1 MB, or a file of 8 MB",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is of no content type that this route takes */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unsupported Media Type",
           *       "status": 415,
           *       "detail": "The body is of no content type that this route takes",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The form is right, but what it says cannot be */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unprocessable Entity",
           *       "status": 422,
           *       "detail": "The form is right, but what it says cannot be",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProviderHealth_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description Id or slug
         * @example sandbox
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProviderHealthView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such resource */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Not Found",
           *       "status": 404,
           *       "detail": "There is no such resource",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  System_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SystemView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  System_database: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DatabaseView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  System_readSettings: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SettingsView'];
        };
      };
      /** @description No admin token, or a wrong one */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Unauthorized",
           *       "status": 401,
           *       "detail": "No admin token, or a wrong one",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database does not answer; try again */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          /**
           * @example {
           *       "type": "about:blank",
           *       "title": "Service Unavailable",
           *       "status": 503,
           *       "detail": "The database does not answer; try again",
           *       "errors": [],
           *       "requestId": "019ac0de-0000-7000-8000-000000000000"
           *     }
           */
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The request was refused (RFC 9457) */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
