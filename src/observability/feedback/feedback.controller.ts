import { Body, HttpCode, Post } from '@nestjs/common';
import { AdminController } from '../../core/http/admin-controller.js';
import { ApiAction } from '../../core/http/api-action.js';
import { FeedbackBody, FeedbackView } from './feedback.dto.js';
import { FeedbackService } from './feedback.service.js';

@AdminController('feedback', 'Feedback')
export class FeedbackController {
  constructor(private readonly feedback: FeedbackService) {}

  @Post()
  @HttpCode(200)
  @ApiAction('Judge the answer to a request of any environment; of a name that it has, the new value takes its place', {
    ok: FeedbackView,
  })
  give(@Body() body: FeedbackBody): Promise<FeedbackView> {
    return this.feedback.give(body, { givenBy: 'administrator', environmentId: null });
  }
}
