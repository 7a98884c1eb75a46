// The handlers of all routes, one file per noun. routes.cpp has the table of the routes.
#pragma once

#include "api/call.h"

namespace walkie::api {

// visitors.cpp
void create_visitor(const CallPtr& call);
// conversations.cpp
void open_conversation(const CallPtr& call);
void list_conversations(const CallPtr& call);
void count_conversations(const CallPtr& call);
void get_conversation(const CallPtr& call);
void change_conversation(const CallPtr& call);
void mark_read(const CallPtr& call);
// messages.cpp
void post_message(const CallPtr& call);
void list_messages(const CallPtr& call);
void get_message(const CallPtr& call);
void edit_message(const CallPtr& call);
void delete_message(const CallPtr& call);
// people.cpp
void get_me(const CallPtr& call);
void list_agents(const CallPtr& call);
void list_inboxes(const CallPtr& call);
// sessions.cpp
void sign_in(const CallPtr& call);
void sign_out(const CallPtr& call);
void get_setup(const CallPtr& call);
void set_up(const CallPtr& call);
// events.cpp
void list_events(const CallPtr& call);
// socket.cpp
void connect(const CallPtr& call);
// health.cpp
void get_health(const CallPtr& call);
void get_readiness(const CallPtr& call);
void get_metrics(const CallPtr& call);
void get_openapi(const CallPtr& call);

}  // namespace walkie::api
