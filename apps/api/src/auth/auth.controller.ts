import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '@app/auth';
import { forbidden } from '@app/errors';
import { AccessControl } from '../access/access-control.js';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { validBody } from '../validation/validate.js';
import { LoginDto, PasswordDto, RefreshDto } from './auth.dto.js';
import { meView, type MeView, type TokenPairView } from './auth.view.js';

@ApiTags('access')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly sessions: Sessions,
    private readonly control: AccessControl,
  ) {}

  /** Log in with a password. */
  @Post('login')
  @Allow('open')
  @HttpCode(200)
  @Problems('body', 401)
  async login(
    @Body() body: LoginDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenPairView> {
    const { username, password } = validBody(LoginDto, body);
    await this.control.countLogin(request, reply);
    return this.sessions.login(username, password, request.ip);
  }

  /** Exchange a refresh token for new tokens. Using one twice ends the session. */
  @Post('refresh')
  @Allow('open')
  @HttpCode(200)
  @Problems('body', 401)
  async refresh(@Body() body: RefreshDto): Promise<TokenPairView> {
    return this.sessions.refresh(validBody(RefreshDto, body).refresh_token);
  }

  /** End the session that a refresh token belongs to. */
  @Post('logout')
  @Allow('open')
  @HttpCode(204)
  @Problems('body')
  async logout(@Body() body: RefreshDto): Promise<void> {
    await this.sessions.logout(validBody(RefreshDto, body).refresh_token);
  }

  /** Change your own password. Every other session ends, and the answer opens a new one. */
  @Post('password')
  @Allow('signed-in')
  @HttpCode(200)
  @Problems('body', 403)
  async changePassword(@Body() body: PasswordDto, @Req() request: FastifyRequest): Promise<TokenPairView> {
    const { kind, id } = request.principal!;
    if (kind !== 'user' || id === null)
      throw forbidden('auth.no_password', 'These credentials are not those of a user.');
    const { current_password, new_password } = validBody(PasswordDto, body);
    return this.sessions.changePassword(id, current_password, new_password, request.ip);
  }

  /** Who you are, and what you may do. */
  @Get('me')
  @Allow('signed-in')
  @Problems()
  me(@Req() request: FastifyRequest): MeView {
    return meView(request.principal!);
  }
}
