import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Users } from '@app/auth';
import { Allow } from '../access/access.decorator.js';
import { Problems } from '../http/problems.decorator.js';
import { Idempotent } from '../idempotency/idempotent.decorator.js';
import { ListQuery, limitOf, validQuery } from '../validation/list.dto.js';
import { validBody, validBodyFor } from '../validation/validate.js';
import { UserDto, UserPatchDto } from './user.dto.js';
import { userView, type UserListView, type UserView } from './user.view.js';

@ApiTags('access')
@Controller('users')
export class UsersController {
  constructor(private readonly users: Users) {}

  /** Create a user. */
  @Post()
  @Allow('admin')
  @Idempotent()
  @Problems('body', 409)
  async create(@Body() body: UserDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    const user = await this.users.create(validBody(UserDto, body));
    void reply.header('location', `/users/${user.id}`);
    return userView(user);
  }

  /** List users, newest first. */
  @Get()
  @Allow('admin')
  @Problems(422)
  async list(@Query() query: ListQuery): Promise<UserListView> {
    const { cursor, ...rest } = validQuery(ListQuery, query);
    const { data, next_cursor } = await this.users.list(limitOf(rest), cursor);
    return { data: data.map(userView), next_cursor };
  }

  /** Get a user. */
  @Get(':id')
  @Allow('admin')
  @Problems(404)
  async get(@Param('id') id: string): Promise<UserView> {
    return userView(await this.users.get(id));
  }

  /** Change a user's password, role, projects or state. */
  @Patch(':id')
  @Allow('admin')
  @ApiConsumes('application/merge-patch+json', 'application/json')
  @Problems('body', 404, 409)
  async patch(@Param('id') id: string, @Body() body: UserPatchDto): Promise<UserView> {
    const change = await validBodyFor(() => this.users.get(id), UserPatchDto, body);
    return userView(await this.users.change(id, change));
  }

  /** Delete a user. Their sessions end. */
  @Delete(':id')
  @Allow('admin')
  @HttpCode(204)
  @Problems(404, 409)
  async delete(@Param('id') id: string): Promise<void> {
    await this.users.delete(id);
  }
}
